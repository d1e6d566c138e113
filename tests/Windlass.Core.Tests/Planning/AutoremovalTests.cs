using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

public sealed class AutoremovalTests
{
    private static readonly UpgradeStrategy AtEnd = new() { Autoremove = AutoremovePolicy.AtEnd };

    [Fact]
    public void WantedAndFinishing_Decide_RemovesWhatTheUpgradeLeftAndThenGivesPuppetBack()
    {
        var sight = Upgraded(AutoremovePolicy.AtEnd).Grant((WorkKind.Finish, ""));

        Assert.Equal(["python3-neutron-old"], sight.Wanted<NodeStep.Autoremove>().Packages);
        Assert.False(sight.Plan.IsTidy);
        sight.Do();

        Assert.True(sight.Plan.IsTidy);
        Assert.Equal([LabCloud.LeftAlone], sight.Node.Machine.Libraries.Select(library => library.Name));
        sight.Wanted<NodeStep.Unquiesce>();
    }

    [Fact]
    public void NothingSaid_Decide_RemovesNothing()
    {
        var sight = Upgraded(AutoremovePolicy.Never).Grant((WorkKind.Finish, ""));

        sight.Wanted<NodeStep.Unquiesce>();
        Assert.False(sight.Plan.IsTidy);
    }

    /// <summary>An abort gives back what is ours, and begins nothing.</summary>
    [Fact]
    public void WrapsUp_Decide_RemovesNothing()
    {
        var sight = Upgraded(AutoremovePolicy.AtEnd).Grant((WorkKind.Finish, ""));
        sight.Order = sight.Order with { Mode = WorkMode.WrapUp };

        sight.Wanted<NodeStep.Unquiesce>();
    }

    [Fact]
    public void NodeCannotTell_Decide_AsksItWhatHindersIt()
    {
        var view = Upgraded(AutoremovePolicy.AtEnd).Grant((WorkKind.Finish, "")).View;

        var plan = NodePlanner.Decide(view with { Observation = view.Observation with { Packaging = view.Observation.Packaging with { Unneeded = null } } }, LabCloud.Start);

        Assert.Empty(Assert.IsType<NodeStep.Autoremove>(Assert.IsType<NodeDecision.Run>(plan.Decision).Step).Packages);
        Assert.False(plan.IsTidy);
    }

    [Fact]
    public void LockHeld_Decide_WaitsForIt()
    {
        var sight = Upgraded(AutoremovePolicy.AtEnd).Grant((WorkKind.Finish, ""));
        sight.Node.Machine = sight.Node.Machine with { LockHolder = "aptitude" };

        sight.Waits(WaitReason.AptLocked);
    }

    /// <summary>A look costs the node seconds of APT's time, and tells nothing before all new packages are there.</summary>
    [Theory]
    [InlineData(AutoremovePolicy.AtEnd, WorkKind.Finish, "to-birch@birch")]
    [InlineData(AutoremovePolicy.AtEnd, WorkKind.Prepare, "")]
    [InlineData(AutoremovePolicy.Never, WorkKind.Finish, "")]
    public void Order_Asked_AsksOnlyWhenItMatters(AutoremovePolicy policy, WorkKind granted, string asked)
    {
        var order = new NodeUpgradeSpec { UpgradeName = "to-birch", NodeName = "ctl1", TargetRelease = "birch", Autoremove = policy, Grants = [new Grant { Work = granted }] };

        var request = Autoremoval.Asked(new ObservationRequest([], [], [], "", []), order, LabReleases.Birch.Spec);

        Assert.Equal(asked, request.UnneededBy);
        Assert.Equal(asked.Length == 0, request.IsAnsweredBy(new NodeSight("net1").View.Observation with { Packaging = new PackagingState([], null, null, null) }));
        Assert.Equal(asked.Length > 0, request.KeptSources.Contains("nova"));
    }

    [Theory]
    [InlineData(AutoremovePolicy.AtEnd, "to-birch@birch")]
    [InlineData(AutoremovePolicy.Never, "")]
    public void Switch_Decide_NotesWhatIsWithoutUseOnlyForThoseWhoWantIt(AutoremovePolicy policy, string noted)
    {
        var sight = Sight(policy).Grant((WorkKind.Prepare, "")).Until<NodeStep.SwitchRepository>();

        Assert.Equal(noted, sight.Wanted<NodeStep.SwitchRepository>().NotesUnneededFor);
    }

    /// <summary>What it reported before it was told to be tidy says nothing of that.</summary>
    [Theory]
    [InlineData(AutoremovePolicy.AtEnd, false, false)]
    [InlineData(AutoremovePolicy.AtEnd, true, true)]
    [InlineData(AutoremovePolicy.Never, false, true)]
    public void GivenBack_Upgrade_EndsWhenNodesAreTidyWhereThatIsWanted(AutoremovePolicy policy, bool isTidy, bool isOver)
    {
        var upgrade = Slots.Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", Strategy = new UpgradeStrategy { Autoremove = policy } }) with
        {
            Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" },
        };
        var status = Slots.Status(Slots.Component("neutron", ComponentState.AtTarget)) with { IsGivenBack = true, IsTidy = isTidy };
        var order = Slots.Order("net1", status, Slots.Grant(WorkKind.Prepare), Slots.Grant(WorkKind.Upgrade, "neutron"), Slots.Grant(WorkKind.Finish));

        var outcome = UpgradePlanner.Decide(Slots.View([Slots.Node("net1", "network")], upgrade) with { Orders = [order] }, LabCloud.Start.AddHours(1));

        Assert.Equal(isOver, outcome.Status.CompletionTime is not null);
    }

    /// <summary>A removal is work, and what goes wrong with it shows on one server first.</summary>
    [Theory]
    [InlineData(AutoremovePolicy.AtEnd, "cmp1 ctl1")]
    [InlineData(AutoremovePolicy.Never, "cmp1 ctl1 ctl2")]
    public void AllElseIsDone_Upgrade_TidiesOneServingNodeAtATime(AutoremovePolicy policy, string finishing) => Assert.Equal(finishing, Finishing(policy, []));

    [Fact]
    public void NoWindowIsOpen_Upgrade_RemovesNothingUntilOneOpens()
    {
        MaintenanceWindow later = new() { Start = "05:00", End = "06:00" };

        Assert.Equal("", Finishing(AutoremovePolicy.AtEnd, [later]));
    }

    [Fact]
    public void Removed_Events_NameThePackages()
    {
        var before = new NodeUpgradeStatus
        {
            Conditions = [new Condition("Reconciling", ConditionStatus.True, "Autoremove", "removing what nothing needs any more: python3-old", LabCloud.Start, 1)],
        };

        var told = Assert.Single(NodeEvents.Between(before, new NodeUpgradeStatus { IsTidy = true }));

        Assert.Equal(("PackagesRemoved", "removing what nothing needs any more: python3-old"), (told.Reason, told.Note));
    }

    /// <summary>The nodes that may finish, an hour after the start of a run whose every component is at the target.</summary>
    private static string Finishing(AutoremovePolicy policy, ImmutableArray<MaintenanceWindow> windows)
    {
        (string Name, string Role)[] nodes = [("ctl1", "controller"), ("ctl2", "controller"), ("cmp1", "compute")];
        var spec = new ClusterUpgradeSpec { TargetRelease = "birch", MaintenanceWindows = windows, Strategy = new UpgradeStrategy { Autoremove = policy } };
        var upgrade = Slots.Upgrade(spec) with { Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" } };
        var orders = nodes.Select(node => Slots.Order(
            node.Name, Slots.Status(Slots.Component("neutron", ComponentState.AtTarget)), Slots.Grant(WorkKind.Prepare), Slots.Grant(WorkKind.Upgrade, "neutron")));

        var outcome = UpgradePlanner.Decide(
            Slots.View([.. nodes.Select(node => Slots.Node(node.Name, node.Role))], upgrade) with { Orders = [.. orders] }, LabCloud.Start.AddHours(1));

        return string.Join(' ', outcome.Orders.Where(order => order.IsGranted(WorkKind.Finish)).Select(order => order.NodeName));
    }

    private static NodeSight Sight(AutoremovePolicy policy)
    {
        var sight = new NodeSight("net1", new LabCloud { Spec = new() { TargetRelease = "birch", Strategy = AtEnd } });
        sight.Order = sight.Order with { Autoremove = policy };
        return sight;
    }

    private static NodeSight Upgraded(AutoremovePolicy policy)
    {
        var sight = Sight(policy).Prepared().Grant((WorkKind.Upgrade, "neutron"));
        while (sight.Decision is NodeDecision.Run)
        {
            sight.Do();
        }

        return sight;
    }
}
