namespace Windlass.Kubernetes.Api;

/// <summary>A change of part of an object. Closed: every case is nested here.</summary>
/// <param name="Json">The patch as JSON text.</param>
/// <param name="Part">The object itself or its status.</param>
public abstract record ResourcePatch(string Json, ResourcePart Part)
{
    /// <summary>RFC 7386: null removes, lists are replaced whole. Add <c>metadata.resourceVersion</c> to make it conditional.</summary>
    public sealed record Merge(string Json, ResourcePart Part = ResourcePart.Whole) : ResourcePatch(Json, Part);

    /// <summary>RFC 6902: operations; a <c>test</c> operation makes it conditional.</summary>
    public sealed record Operations(string Json, ResourcePart Part = ResourcePart.Whole) : ResourcePatch(Json, Part);
}
