using Windlass.Kubernetes.Leases;

namespace Windlass.Kubernetes.Sharding;

/// <summary>Who we are among the replicas, and the times.</summary>
public sealed record ShardOptions
{
    /// <summary>Namespace of the leases.</summary>
    public required string Namespace { get; init; }

    /// <summary>Our name, the same as in the leader lease.</summary>
    public required string Identity { get; init; }

    /// <summary>Name of the leader lease.</summary>
    public required string LeaderLease { get; init; }

    /// <summary>A replica whose lease has not changed for so long is dead; default 15 s, as <see cref="LeaseOptions.Duration"/>.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A replica gets shards that others hold only when it has lived for so long, so that one which dies again and again moves nothing; default 10 s.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often is looked when nothing changes; default 1 s.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);
}
