using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Printing;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>Objects as the rows kubectl prints.</summary>
internal static class Tables
{
    public static JsonObject Render(
        ServedResource resource, ImmutableArray<StoredObject> objects, string resourceVersion, string includeObject, DateTimeOffset now)
    {
        var columns = resource.Nature == ResourceNature.Custom
            ? TableRenderer.ColumnsOf(resource.Definition)
            : TableRenderer.ColumnsOfBuiltIn(resource.Plural);
        var include = includeObject switch
        {
            "None" => IncludeObject.None,
            "Object" => IncludeObject.Object,
            _ => IncludeObject.Metadata,
        };
        return TableRenderer.Render(columns, objects.Select(resource.ReadTree), resourceVersion, include, now);
    }
}
