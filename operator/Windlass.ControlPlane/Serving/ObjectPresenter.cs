using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>Objects in the shape a client asked for: whole, as table rows, or metadata only.</summary>
/// <param name="IncludeObject">How much of an object a table row carries.</param>
internal sealed record ObjectPresenter(ServedResource Resource, Presentation Presentation, string IncludeObject, TimeProvider Time)
{
    /// <summary>One object by itself, as GET and writes answer it.</summary>
    public ReadOnlyMemory<byte> One(StoredObject stored) => Presentation switch
    {
        Presentation.Whole => Resource.ReadBytes(stored),
        Presentation.MetadataOnly => JsonText.Bytes(Partial(stored)),
        Presentation.Table => JsonText.Bytes(Table([stored], ListPosition.Of(stored))),
        _ => throw new InvalidOperationException(),
    };

    public JsonObject Partial(StoredObject stored)
    {
        var tree = Resource.ReadTree(stored);
        return new JsonObject
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = tree.Child("metadata")?.DeepClone(),
        };
    }

    public JsonObject Table(ImmutableArray<StoredObject> objects, ListPosition position)
    {
        var table = Tables.Render(Resource, objects, position.ResourceVersion, IncludeObject, Time.GetUtcNow());
        var metadata = table.ChildOrNew("metadata");
        foreach (var (name, value) in position.ToMetadata())
            metadata[name] = value?.DeepClone();
        return table;
    }
}
