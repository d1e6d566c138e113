using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>How far a node is: computed from observation on every pass, but for <see cref="Drains"/>, which is written before the deed.</summary>
public sealed record NodeUpgradeStatus
{
    /// <summary>Reason of <c>Ready</c>: the next step has to wait for something outside of it.</summary>
    public const string Blocked = "Blocked";

    /// <summary>Generation of the spec that was used.</summary>
    [Description("Generation of the spec that was used.")]
    public long ObservedGeneration { get; init; }

    /// <summary>Conditions by type.</summary>
    [Description("Ready sums up: at the target, healthy, in rotation. Reconciling and Stalled exist only while True, and never both. Reachable, PackagesStaged, PackagesUpgraded, ServicesActive and InRotation tell how the node is; of one that does not answer the last four are Unknown.")]
    [Items(20, Keys = ["type"])]
    public ImmutableArray<Condition> Conditions { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Release recognised now.</summary>
    [Description("Release that the installed packages tell now; empty when none fits.")]
    public string? Release { get; init; }

    /// <summary>The step in hand.</summary>
    [Description("The step in hand, or the one that is waited for.")]
    public NodeStepStatus? Step { get; init; }

    /// <summary>Components installed here.</summary>
    [Description("Components of the release that are installed here.")]
    [Items(100, Keys = ["name"])]
    public ImmutableArray<ComponentStatus> Components { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Drains that are ours.</summary>
    [Description("Servers that we took out of rotation, with their state before. Written before the drain; only these are ever given back by us.")]
    [Items(500, Keys = ["instance", "backend", "server"])]
    public ImmutableArray<DrainStatus> Drains { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Servers of the node that are not in rotation and that we do not hold.</summary>
    [Description("Servers of this node that an HAProxy does not have in rotation, and that we have not taken out; looked at while every component here is at the target, and every few minutes after the end. What is so after the end and was not at it is named by Drifted of the ClusterUpgrade. Never undone by us.")]
    [Items(500, Keys = ["instance", "backend", "server"])]
    public ImmutableArray<OutOfRotation> OutOfRotation { get; init => field = value.OrEmpty(); } = [];

    /// <summary>When the node was first looked at after the end.</summary>
    [Description("When the node was first looked at after the end of the upgrade: what was out of rotation then was left so, what is out later is drift. Absent while the upgrade runs.")]
    public DateTimeOffset? LeftTime { get; init; }

    /// <summary>Failed preflight checks.</summary>
    [Description("What preflight checks found on this node: what fails, and, also while it is in work, what they warned of.")]
    [Items(200, Keys = ["check", "component"])]
    public ImmutableArray<FailedCheck> FailedChecks { get; init => field = value.OrEmpty(); } = [];

    /// <summary>The APT source is switched and everything is downloaded.</summary>
    [Description("Configuration management is quiet, the APT source is switched, and all packages are downloaded.")]
    public bool IsPrepared { get; init; }

    /// <summary>Nothing of ours is left on the node.</summary>
    [Description("Nothing is drained, held or quiesced by us.")]
    public bool IsGivenBack { get; init; }

    /// <summary>Nothing that only the old release needed is left.</summary>
    [Description("strategy.autoremove: AtEnd was asked for, and nothing that this upgrade left without use is installed any more, but for what has to stay.")]
    public bool IsTidy { get; init; }

    /// <summary>Its configuration is still to be applied.</summary>
    [Description("Configuration management was stopped here by this upgrade, and its run at the end is still to come.")]
    public bool IsConfigurationDue { get; init; }

    /// <summary>It asks for a reboot.</summary>
    [Description("The node asks for a reboot (/run/reboot-required, or a kernel newer than the running one) and was not rebooted by this upgrade yet.")]
    public bool IsRebootDue { get; init; }

    /// <summary>When its last visit was over.</summary>
    [Description("When the node was back in rotation after its last visit, in which its configuration is applied and it is rebooted; empty until then.")]
    public DateTimeOffset? LastVisitTime { get; init; }

    /// <summary>Holds a floating address.</summary>
    [Description("The node holds a floating address of its HAProxy: it goes last.")]
    public bool HoldsFloatingAddress { get; init; }

    /// <summary>Sessions that hold up a drain.</summary>
    [Description("Sessions left on drained servers.")]
    public long? SessionsRemaining { get; init; }

    /// <summary>Fence of the steps here.</summary>
    [Description("Fence that steps on this node carry: claimed by the replica that works on it before its first step, higher than any before.")]
    public long Fence { get; init; }

    /// <summary>Steps begun here.</summary>
    [Description("Steps begun on this node in this upgrade, retries included.")]
    public long StepsRun { get; init; }

    /// <summary>The last step that ended badly.</summary>
    [Description("The last command that failed: step, exit code, last lines.")]
    public FailedCommand? LastFailure { get; init; }

    /// <summary>What its steps took.</summary>
    [Description("Milliseconds that each step took here when it last ended well, by kind and component (Install nova): by the node's own clock; on load balancers until the next step could be decided.")]
    [Items(1000)]
    public ImmutableSortedDictionary<string, long> StepMilliseconds { get; init => field = value.OrEmpty(); } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What it did and waited for.</summary>
    [Description("What the node did and waited for in this upgrade, oldest first, without the step in hand; of more than 500 periods the oldest go. For people: nothing is decided by it.")]
    [Items(500)]
    public ImmutableArray<StepPeriod> Timeline { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Last progress.</summary>
    [Description("When a step last ended well here.")]
    public DateTimeOffset? LastProgressTime { get; init; }
}
