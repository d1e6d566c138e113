using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>One upgrade in the state gauges.</summary>
/// <param name="Namespace">Namespace of the ClusterUpgrade.</param>
/// <param name="Name">Name of the ClusterUpgrade.</param>
public sealed record UpgradeMetrics(string Namespace, string Name)
{
    /// <summary>Of the upgrade itself something is shown; false: only its nodes that are this replica's, as another one leads.</summary>
    public bool IsLed { get; init; } = true;

    /// <summary>Release observed before; empty while not known.</summary>
    public string FromRelease { get; init; } = "";

    /// <summary>Release asked for.</summary>
    public string TargetRelease { get; init; } = "";

    /// <summary><c>Automatic</c> or <c>Manual</c>.</summary>
    public string ApprovalMode { get; init; } = "";

    /// <summary>The run in time; null: nothing is shown of it.</summary>
    public RunMetrics? Run { get; init; }

    /// <summary>Accepted, approved, and not finished.</summary>
    public bool IsInProgress { get; init; }

    /// <summary>Why it waits though nothing is wrong: <c>paused</c>, <c>window</c>, <c>approval</c>, <c>lock</c>; null while it does not.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>When a step last ended well on any node; before the first, when work began. Null before that.</summary>
    public DateTimeOffset? LastProgress { get; init; }

    /// <summary>Components between two schemas.</summary>
    public ImmutableArray<SchemaWindowMetric> SchemaWindows { get; init; } = [];

    /// <summary>Gates that its nodes wait for or have waited for.</summary>
    public ImmutableArray<GateMetric> Gates { get; init; } = [];

    /// <summary>Every condition of its status.</summary>
    public ImmutableArray<ConditionMetric> Conditions { get; init; } = [];

    /// <summary>How many nodes of each role are in each state.</summary>
    public ImmutableArray<NodeCount> Nodes { get; init; } = [];

    /// <summary>Nodes in flight or not well; never all nodes.</summary>
    public ImmutableArray<NodeStepMetric> Steps { get; init; } = [];

    /// <summary>Nodes that cannot be reached.</summary>
    public ImmutableArray<UnreachableNode> Unreachable { get; init; } = [];

    /// <summary>Backends of its components in which somebody ought to serve now: none while it is not at work, and none that is to be down for its schema.</summary>
    public ImmutableArray<string> Backends { get; init; } = [];

    /// <summary>Nodes that are not as it left them; null before its end.</summary>
    public int? Drifted { get; init; }

    /// <summary>Backends a node is drained from.</summary>
    public ImmutableArray<DrainedBackend> Drained { get; init; } = [];
}
