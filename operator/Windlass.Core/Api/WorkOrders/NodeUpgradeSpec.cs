using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>What a node may do now.</summary>
public sealed record NodeUpgradeSpec
{
    /// <summary>The upgrade.</summary>
    [Description("Name of the ClusterUpgrade this belongs to.")]
    public required string UpgradeName { get; init; }

    /// <summary>The node.</summary>
    [Description("Name of the ClusterNode.")]
    public required string NodeName { get; init; }

    /// <summary>Release to reach.</summary>
    [Description("Name of the ClusterRelease to reach.")]
    public required string TargetRelease { get; init; }

    /// <summary>Where the cluster comes from.</summary>
    [Description("Releases that the cluster comes from, separated by commas: some components go another way from some releases.")]
    public string FromRelease { get; init => field = value ?? ""; } = "";

    /// <summary>First role, for the column.</summary>
    [Description("First role of the node, for the column.")]
    public string Role { get; init => field = value ?? ""; } = "";

    /// <summary>Failure domain, for the column.</summary>
    [Description("Failure domain of the node, for the column.")]
    public string FailureDomain { get; init => field = value ?? ""; } = "";

    /// <summary>What may be done now.</summary>
    [Description("What may be done now. A grant stays until the upgrade is over; what is done already costs nothing.")]
    [Items(500, Keys = ["work", "component"])]
    public ImmutableArray<Grant> Grants { get; init => field = value.OrEmpty(); } = [];

    /// <summary>How to behave between steps.</summary>
    [Description("Run: work as granted. Pause: finish the step in hand and wait. WrapUp: begin nothing, finish the component in hand, give everything back.")]
    public WorkMode Mode { get; init; } = WorkMode.Run;

    /// <summary>Policy that the node loop needs.</summary>
    [Description("Policy of the upgrade for nodes behind HAProxy.")]
    public ControlPlaneStrategy ControlPlane { get; init => field = value ?? new(); } = new();

    /// <summary>When libraries are installed.</summary>
    [Description("Preinstall: what components need besides is installed before the first of them is touched.")]
    public DependencyPolicy Dependencies { get; init; } = DependencyPolicy.WithComponent;

    /// <summary>What the old release alone needed.</summary>
    [Description("AtEnd: the node notes what is without use before its APT source is switched, and removes at the end what came to that.")]
    public AutoremovePolicy Autoremove { get; init; } = AutoremovePolicy.Never;

    /// <summary>Tries before stalled.</summary>
    [Description("Tries of one step before the node counts as stalled.")]
    public int MaxAttempts { get; init => field = value == 0 ? 5 : value; } = 5;

    /// <summary>Time before stalled.</summary>
    [Description("Seconds a step may go without progress before the node is stalled.")]
    public int StallAfterSeconds { get; init => field = value == 0 ? 600 : value; } = 600;

    /// <summary>A try that a person does not want to wait for.</summary>
    [Description("The failed try after which the next one begins at once, as people asked in spec.retries of the ClusterUpgrade; empty: each waits for its time.")]
    [Length(0, 200)]
    public string Retry { get; init => field = value ?? ""; } = "";

    /// <summary>A last visit is granted.</summary>
    internal bool IsVisited => IsGranted(WorkKind.Configure) || IsGranted(WorkKind.Reboot);

    /// <summary>May this be done now?</summary>
    /// <param name="work">Kind of work.</param>
    /// <param name="component">Component, empty for work on the node as a whole.</param>
    public bool IsGranted(WorkKind work, string component = "")
    {
        foreach (var grant in Grants)
        {
            if (grant.Work == work && grant.Component == component)
            {
                return true;
            }
        }

        return false;
    }
}
