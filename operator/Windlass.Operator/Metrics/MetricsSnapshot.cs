using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>
/// What the state gauges show: one immutable picture that the operator swaps whole, so that a scrape neither waits for the control
/// loop nor sees half of a change. Of an upgrade only the leader tells, of a node only who has its shard, or two replicas would report the same.
/// </summary>
/// <param name="IsLeader">This replica holds the lease.</param>
/// <param name="Upgrades">Every upgrade that has not been deleted.</param>
public sealed record MetricsSnapshot(bool IsLeader, ImmutableArray<UpgradeMetrics> Upgrades)
{
    /// <summary>Shards of nodes that this replica holds.</summary>
    public int Shards { get; init; }

    /// <summary>Not leading, nothing known.</summary>
    public static MetricsSnapshot Empty { get; } = new(false, []);
}
