using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Writing;

/// <summary>The body of a PATCH, by its content type.</summary>
internal abstract record PatchDocument
{
    private PatchDocument()
    {
    }

    /// <summary>RFC 7386.</summary>
    public sealed record Merge(JsonObject Patch, ImmutableArray<string> Complaints) : PatchDocument;

    /// <summary>RFC 6902.</summary>
    public sealed record Operations(JsonArray Patch) : PatchDocument;

    /// <summary>Kubernetes' own: lists of built-in kinds merge by key.</summary>
    public sealed record Strategic(JsonObject Patch, ImmutableArray<string> Complaints) : PatchDocument;

    /// <summary>Server-side apply: the whole intent of one manager.</summary>
    public sealed record Apply(JsonObject Intent, ImmutableArray<string> Complaints) : PatchDocument;
}
