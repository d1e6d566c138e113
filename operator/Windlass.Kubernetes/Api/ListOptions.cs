namespace Windlass.Kubernetes.Api;

/// <summary>What to list.</summary>
public sealed record ListOptions
{
    /// <summary>Namespace; null for all of them (and for cluster-scoped kinds).</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector in Kubernetes' own syntax; null for everything.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, for example <c>metadata.name=x</c>; null for everything.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Null or empty: the newest state, by quorum; <c>0</c>: anything the server has in its cache.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Objects per page, default 500; 0 asks for one unpaged list.</summary>
    public int PageSize { get; init; } = 500;
}
