using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>The declared target and the policy to get there. Only the target is needed.</summary>
public sealed record ClusterUpgradeSpec
{
    /// <summary>Name of the ClusterRelease to reach.</summary>
    [Description("Name of the ClusterRelease to reach.")]
    [Length(1, 253), Pattern(PatternAttribute.ObjectName)]
    public required string TargetRelease { get; init; }

    /// <summary>Labels of the nodes to upgrade.</summary>
    [Description("Labels that a ClusterNode must all carry to be upgraded. Empty: every ClusterNode of the namespace.")]
    [Items(20)]
    public ImmutableSortedDictionary<string, string> NodeSelector { get; init => field = value.OrEmpty(); } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Who says that it may begin.</summary>
    [Description("Who says that the upgrade may begin. Left out: it begins when its checks have passed.")]
    public UpgradeApproval Approval { get; init => field = value ?? new(); } = new();

    /// <summary>Who asks for a pause.</summary>
    [Description("Who asks for a pause. Any live entry pauses: steps in hand are finished, nothing new starts. Delete the entry to go on.")]
    [Items(20, Keys = ["requester"])]
    public ImmutableArray<PauseRequest> PauseRequests { get; init => field = value.OrEmpty(); } = [];

    /// <summary>When nodes may be begun.</summary>
    [Description("When nodes may be begun; empty: at any time. What is begun on a node is finished; nothing else is touched outside of them, not even its APT source.")]
    [Items(20)]
    public ImmutableArray<MaintenanceWindow> MaintenanceWindows { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Components that are left alone.</summary>
    [Description("Components of the release that are left alone; those that come after them count them as finished.")]
    [Items(100, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> SkipComponents { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Preflight checks that are passed over.</summary>
    [Description("Preflight checks that are passed over, by name. Each one skipped is named in the condition PreflightPassed.")]
    [Items(20, IsSet = true)]
    public ImmutableArray<PreflightCheck> SkipChecks { get; init => field = value.OrEmpty(); } = [];

    /// <summary>What the target's own checks may hold up.</summary>
    [Description("What the target's own upgrade checks (nova-status upgrade check), run before the first change from the new packages unpacked aside, may hold up.")]
    public UpgradeCheckPolicy UpgradeChecks { get; init => field = value ?? new(); } = new();

    /// <summary>Gates of this upgrade.</summary>
    [Description("Gates that satellites wait for, beside those of the release. A command of a gate runs on nodes as root, which is what whoever may write a ClusterRelease can do too.")]
    [Items(20, Keys = ["name"])]
    [Rule(HealthGate.OneKind, HealthGate.OneKindMessage)]
    public ImmutableArray<HealthGate> Gates { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Gates that are passed over.</summary>
    [Description("Gates that are passed over, by name: nobody waits for them, and they are not read.")]
    [Items(20, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> SkipGates { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Tries that people do not want to wait for.</summary>
    [Description("Failed steps whose next try begins at once, one for each node (kubectl windlass retry). Left alone they do no harm: each means one try.")]
    [Items(100, Keys = ["node"])]
    public ImmutableArray<RetryRequest> Retries { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Stop for good.</summary>
    [Description("Stop for good; it cannot be taken back. Nothing new is begun, what is in hand on each node reaches a safe end, everything of ours is given back, and this object stays as a record. What was upgraded stays upgraded; another ClusterUpgrade goes on from there.")]
    public bool Abort { get; init; }

    /// <summary>How fast and how careful.</summary>
    [Description("How fast and how careful.")]
    public UpgradeStrategy Strategy { get; init => field = value ?? new(); } = new();
}
