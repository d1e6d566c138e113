using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Metrics;

/// <summary>One run in time: when it began, where its time went, when it is expected to end, and what it may still spend.</summary>
public sealed record RunMetrics
{
    /// <summary>When the first node was given work; null: none was.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over; null: it is not.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it is expected to be over; null: nobody can tell, or it is not at work.</summary>
    public DateTimeOffset? ExpectedEnd { get; init; }

    /// <summary>Its three clocks, read at each scrape; null: no operator has seen it.</summary>
    public RunClocks? Clocks { get; init; }

    /// <summary>When nodes may be begun, looked up at each scrape; empty: always.</summary>
    public ImmutableArray<MaintenanceWindow> Windows { get; init; } = [];

    /// <summary>How long the sessions of a drained server are given; null after the end.</summary>
    public TimeSpan? DrainLimit { get; init; }

    /// <summary>Its failure budget; null before there are work orders.</summary>
    public BudgetMetric? Budget { get; init; }

    /// <summary>What preflight checks found.</summary>
    public ImmutableArray<CheckCount> Checks { get; init; } = [];

    /// <summary>Nodes with something of ours on them although the run is over or ends.</summary>
    public ImmutableArray<LeftBehindNode> LeftBehind { get; init; } = [];
}
