using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;

namespace Windlass.ControlPlane.Writing;

/// <summary>Drops what the schema does not know and says so as loudly as the client asked.</summary>
internal static class Sieve
{
    /// <summary>Prunes in place.</summary>
    /// <param name="complaints">What was already wrong with the text itself.</param>
    /// <returns>The sentences about dropped fields; empty when the client does not want to hear of them.</returns>
    public static ImmutableArray<string> Prune(
        ServedResource resource, JsonObject tree, ImmutableArray<string> complaints, FieldValidation validation)
    {
        var unknown = resource.Definition.Schema.Prune(tree);
        if (validation == FieldValidation.Ignore)
            return [];
        return [.. complaints, .. unknown.Select(path => $"unknown field \"{path}\"")];
    }
}
