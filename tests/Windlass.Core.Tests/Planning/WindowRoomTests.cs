using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>What does not end before the window closes is not begun. Installs of nova took ten minutes in the run before; everything else takes moments.</summary>
public sealed class WindowRoomTests
{
    private static readonly ImmutableArray<ClusterNode> Servers = [Node("ctl1", "controller"), Node("ctl2", "controller")];
    private static readonly ImmutableArray<ClusterNode> Satellites = [.. Servers, Node("cmp1", "compute"), Node("net1", "network")];

    /// <summary>One server after the other: twenty minutes, and the schema.</summary>
    [Theory]
    [InlineData(30, true)]
    [InlineData(18, false)]
    public void ComponentNobodyHasBegun_Decide_BeginsItsPioneerOnlyWithTimeForItsPeers(int minutes, bool isBegun)
    {
        var outcome = Decide(Servers, minutes, Order("ctl1", Nova(ComponentState.Behind), Prepared), Order("ctl2", Nova(ComponentState.Behind), Prepared));

        Assert.Equal(isBegun, outcome.Orders.Any(order => order.IsGranted(WorkKind.Upgrade, "nova")));
        Assert.Equal(isBegun ? "UpgradeInProgress" : "WaitingForWindow", Ready(outcome).Reason);
        if (!isBegun)
        {
            Assert.Matches("^nova on ctl1, ctl2 takes about 2[0-9] min, and the maintenance window closes in 18 min: nothing else is begun before the next one opens at ", Ready(outcome).Message);
        }
    }

    /// <summary>Its component is begun: only its own ten minutes count.</summary>
    [Theory]
    [InlineData(18, true)]
    [InlineData(9, false)]
    public void ServerWhosePioneerIsDone_Decide_FollowsOnlyWithTimeForItself(int minutes, bool follows)
    {
        var pioneer = Status(AtTarget("keystone"), AtTarget("glance"), Component("nova", ComponentState.AtTarget, SchemaPhase.Expand, SchemaPhase.Migrate));
        var outcome = Decide(
            Servers, minutes, Order("ctl1", pioneer, Prepared, Grant(WorkKind.Upgrade, "nova"), Grant(WorkKind.MoveSchema, "nova")), Order("ctl2", Nova(ComponentState.Behind), Prepared));

        Assert.Equal(follows, outcome.Orders.Single(order => order.NodeName == "ctl2").IsGranted(WorkKind.Upgrade, "nova"));
        Assert.Equal(follows ? "UpgradeInProgress" : "WaitingForWindow", Ready(outcome).Reason);
    }

    /// <summary>The long visit waits for the next window; the short one of another role still goes.</summary>
    [Fact]
    public void VisitsOfTwoRoles_Decide_BeginsTheOneThatEndsInTime()
    {
        var outcome = Decide(
            Satellites, 9,
            Order("ctl1", Nova(ComponentState.AtTarget), Prepared), Order("ctl2", Nova(ComponentState.AtTarget), Prepared),
            Order("cmp1", Status(Component("nova", ComponentState.Behind)), Prepared), Order("net1", Status(Component("neutron", ComponentState.Behind)), Prepared));

        Assert.Equal(["net1"], outcome.Orders.Where(order => order.Grants.Any(grant => grant.Work == WorkKind.Upgrade)).Select(order => order.NodeName));
        Assert.Equal("UpgradeInProgress", Ready(outcome).Reason);
    }

    /// <summary>It would wait for ever, and nobody would be called.</summary>
    [Fact]
    public void NoWindowIsLongEnough_Decide_AsksForALongerOne()
    {
        var view = View(Servers, 18, Order("ctl1", Nova(ComponentState.Behind), Prepared), Order("ctl2", Nova(ComponentState.Behind), Prepared));
        var window = view.Upgrade.Spec.MaintenanceWindows[0] with { Start = "23:58" };
        var outcome = UpgradePlanner.Decide(view with { Upgrade = view.Upgrade with { Spec = view.Upgrade.Spec with { MaintenanceWindows = [window] } } }, LabCloud.Start);

        Assert.Equal("InvalidSpec", Ready(outcome).Reason);
        Assert.Contains("no window is longer than 20 min: lengthen one", Ready(outcome).Message, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.True, outcome.Status.Conditions.Single(condition => condition.Type == "Stalled").Status);
    }

    private static Grant Prepared => Grant(WorkKind.Prepare);

    private static Condition Ready(UpgradeOutcome outcome) => outcome.Status.Conditions.Single(condition => condition.Type == "Ready");

    private static ComponentStatus AtTarget(string name) => Component(name, ComponentState.AtTarget);

    private static NodeUpgradeStatus Nova(ComponentState state) => Status(AtTarget("keystone"), AtTarget("glance"), Component("nova", state));

    private static UpgradeOutcome Decide(ImmutableArray<ClusterNode> nodes, int minutes, params NodeUpgrade[] orders) => UpgradePlanner.Decide(View(nodes, minutes, orders), LabCloud.Start);

    /// <summary>In a window of the day before that closes so many minutes later.</summary>
    private static UpgradeView View(ImmutableArray<ClusterNode> nodes, int minutes, params NodeUpgrade[] orders)
    {
        var closes = LabCloud.Start.ToUniversalTime().AddMinutes(minutes);
        var window = new MaintenanceWindow { Start = "20:00", End = closes.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), LastStartMinutes = 1 };
        var upgrade = Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", MaintenanceWindows = [window] }) with
        {
            Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" },
        };
        var before = new ClusterUpgrade
        {
            Metadata = new ObjectMeta { Name = "to-alder", CreationTimestamp = LabCloud.Start.AddDays(-90) },
            Spec = new ClusterUpgradeSpec { TargetRelease = "alder" },
            Status = new ClusterUpgradeStatus { CompletionTime = LabCloud.Start.AddDays(-90), StepTimes = [Took("controller", "Install nova", 600_000), Took("compute", "Install nova", 600_000), Took("network", "Install neutron", 1000)] },
        };
        var roles = nodes.ToDictionary(node => node.Metadata.Name, node => node.Spec.Roles[0]);
        return Slots.View(nodes, upgrade) with
        {
            Upgrades = [before, upgrade],
            Orders = [.. orders.Select(order => order with { Spec = order.Spec with { Role = roles[order.Spec.NodeName] } })],
        };
    }

    private static StepTime Took(string role, string step, long milliseconds) => new() { Role = role, Step = step, Count = 1, MedianMilliseconds = milliseconds, LongestMilliseconds = milliseconds };
}
