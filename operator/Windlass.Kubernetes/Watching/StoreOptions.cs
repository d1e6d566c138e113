namespace Windlass.Kubernetes.Watching;

/// <summary>What a store follows.</summary>
public sealed record StoreOptions
{
    /// <summary>Namespace; null for all of them (and for cluster-scoped kinds).</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector; null for everything.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector; null for everything.</summary>
    public string? FieldSelector { get; init; }
}
