namespace Windlass.Kubernetes.Events;

/// <summary>Who reports, and how events are grouped.</summary>
public sealed record EventOptions
{
    /// <summary>Qualified name of the controller, for example <c>example.com/operator</c>; at most 128 characters.</summary>
    public required string Controller { get; init; }

    /// <summary>Which instance; default the host name, at most 128 characters.</summary>
    public string Instance { get; init; } = Environment.MachineName;

    /// <summary>Namespace for events about cluster-scoped objects; servers accept <c>default</c> and <c>kube-system</c>.</summary>
    public string ClusterNamespace { get; init; } = "default";

    /// <summary>Events waiting to be written; beyond it new ones are dropped. Default 1000.</summary>
    public int Capacity { get; init; } = 1000;

    /// <summary>A group without a further event for so long is closed; the next one starts anew. Default 6 min.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>How often the count of a busy group is written; default 30 min.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromMinutes(30);
}
