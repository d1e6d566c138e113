using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>How far an upgrade is. Everything here is computed from observation on every pass.</summary>
public sealed record ClusterUpgradeStatus
{
    /// <summary>Generation of the spec that was used.</summary>
    [Description("Generation of the spec that was used; -1 until the operator has seen the object.")]
    public long ObservedGeneration { get; init; } = -1;

    /// <summary>Conditions by type.</summary>
    [Description("Ready sums up. Reconciling and Stalled exist only while True, and never both.")]
    [Items(20, Keys = ["type"])]
    public ImmutableArray<Condition> Conditions { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Where the cluster comes from.</summary>
    [Description("Release recognised on the nodes before the upgrade.")]
    public string? FromRelease { get; init; }

    /// <summary>What is being done, for people.</summary>
    [Description("What is being done, for people.")]
    public string? Stage { get; init; }

    /// <summary>Components in work.</summary>
    [Description("Components whose control plane is in work, separated by commas.")]
    public string? CurrentComponent { get; init; }

    /// <summary>Counts of nodes.</summary>
    [Description("Counts of nodes.")]
    public NodeCounts? Nodes { get; init; }

    /// <summary>What is being waited for.</summary>
    [Description("What is being waited for: at most 20 nodes.")]
    [Items(20, Keys = ["name"])]
    public ImmutableArray<Blocker> BlockedOn { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Components between two schemas.</summary>
    [Description("Components whose database moved while old code still runs.")]
    [Items(100, Keys = ["component"])]
    public ImmutableArray<SchemaWindow> OpenSchemaWindows { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Whether nodes may begin now.</summary>
    [Description("Whether the maintenance windows let nodes begin now, and until when. Absent without spec.maintenanceWindows, and after the end.")]
    public WindowState? Window { get; init; }

    /// <summary>Gates that nodes have waited for.</summary>
    [Description("Gates that nodes of this upgrade wait for or have waited for.")]
    [Items(40, Keys = ["name"])]
    public ImmutableArray<GateStatus> Gates { get; init => field = value.OrEmpty(); } = [];

    /// <summary>The plan.</summary>
    [Description("Hash of the current UpgradePlan: what spec.approval.planHash must say when approval is Manual. Once the first node has begun: of the plan that the run follows.")]
    public string? PlanHash { get; init; }

    /// <summary>Steps run on nodes.</summary>
    [Description("Steps run on nodes by this upgrade, retries included.")]
    public long StepsRun { get; init; }

    /// <summary>What steps took.</summary>
    [Description("What steps took, by role and step, once the run is over: later runs are foretold by it.")]
    [Items(1000, Keys = ["role", "step"])]
    public ImmutableArray<StepTime> StepTimes { get; init => field = value.OrEmpty(); } = [];

    /// <summary>First grant.</summary>
    [Description("When the first node was given work.")]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Expected end.</summary>
    [Description("When it is expected to be over, by what is left and what steps took, in this run first and in earlier ones of the namespace; told anew when it moves by more than 5 % of what is left. Absent while it is not at work, or waits for somebody.")]
    public DateTimeOffset? Eta { get; init; }

    /// <summary>Where the time went.</summary>
    [Description("Where the time went since the operator first saw the upgrade: at work, paused, waiting. Deadlines of steps go by time at work only.")]
    public RunClocks? Clocks { get; init; }

    /// <summary>End.</summary>
    [Description("When the last node was finished.")]
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>Runs before this one.</summary>
    [Description("The last runs of this cluster that were over before this one was, oldest first: at most 5. They stay told when their ClusterUpgrades are deleted.")]
    [Items(5)]
    public ImmutableArray<PastRun> History { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Last progress.</summary>
    [Description("When a node last made progress.")]
    public DateTimeOffset? LastProgressTime { get; init; }
}
