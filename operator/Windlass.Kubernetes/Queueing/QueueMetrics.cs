namespace Windlass.Kubernetes.Queueing;

/// <summary>Where a queue tells what happens; each is called under the queue's lock and must return at once. Null: nobody listens.</summary>
public sealed record QueueMetrics
{
    /// <summary>A key was asked for, whether or not it was waiting already.</summary>
    public Action? Added { get; init; }

    /// <summary>A key was put back after a failure.</summary>
    public Action? Retried { get; init; }

    /// <summary>The number of keys that are ready changed.</summary>
    public Action<int>? Depth { get; init; }

    /// <summary>A key was taken, after it had been ready for so long.</summary>
    public Action<TimeSpan>? Waited { get; init; }
}
