namespace Windlass.Kubernetes.Wire;

/// <summary><c>core/v1 ObjectReference</c>.</summary>
public sealed record ObjectReference
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace; null for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Uid.</summary>
    public string? Uid { get; init; }

    /// <summary>The version the event is about.</summary>
    public string? ResourceVersion { get; init; }
}
