namespace Windlass.Kubernetes.Api;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>What happens to objects that name this one as owner.</summary>
    public DeletePropagation Propagation { get; init; } = DeletePropagation.Background;

    /// <summary>Delete only the object with this uid; null for whichever has the name.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version; null for any.</summary>
    public string? ResourceVersion { get; init; }
}
