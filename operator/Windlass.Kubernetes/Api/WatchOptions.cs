namespace Windlass.Kubernetes.Api;

/// <summary>What to watch, from where, for how long.</summary>
public sealed record WatchOptions
{
    /// <summary>Namespace; null for all of them (and for cluster-scoped kinds).</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector in Kubernetes' own syntax; null for everything.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector; null for everything.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The version after which changes are wanted: a list's or the last event's.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>
    /// The server ends the watch after this time, default 5 minutes. The client gives up 30 s later by itself, so that a connection
    /// that died silently cannot blind a store for longer.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
