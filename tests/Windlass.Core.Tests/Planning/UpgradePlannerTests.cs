using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

public sealed class UpgradePlannerTests
{
    private static readonly ImmutableArray<ClusterNode> Nodes = [Node("ctl1", "controller"), Node("ctl2", "controller")];

    /// <summary>Thousands of orders are compared by the loop that writes them: one that is as it was must be the same object.</summary>
    [Fact]
    public void NothingChanges_Decide_GivesTheVeryOrdersThatItGot()
    {
        var view = Granted();
        var first = UpgradePlanner.Decide(view, LabCloud.Start);
        var second = UpgradePlanner.Decide(view with { Orders = [.. first.Orders.Select(spec => Order(spec.NodeName, Behind) with { Spec = spec })] }, LabCloud.Start);

        Assert.All(first.Orders.Zip(second.Orders), pair => Assert.Same(pair.First, pair.Second));
    }

    /// <summary>Computes alone, while the controllers that would move nova's schema are left out and old.</summary>
    [Fact]
    public void NobodyServesTheComponent_Decide_RefusesBeforeAnythingIsTouched()
    {
        var compute = Node("cmp1", "compute");
        var view = View([compute, Nodes[0] with { Spec = Nodes[0].Spec with { Suspended = true } }]) with { Orders = [Order("cmp1", Status(Component("nova", ComponentState.Behind)))] };

        var ready = UpgradePlanner.Decide(view, LabCloud.Start).Status.Conditions.First(condition => condition.Type == "Ready");

        Assert.Equal("InvalidSpec", ready.Reason);
        Assert.Contains("nova is installed on cmp1", ready.Message, StringComparison.Ordinal);
    }

    /// <summary>The same, when the controllers are at the target already.</summary>
    [Fact]
    public void ServersAreAtTheTargetAndLeftOut_Decide_LetsTheOthersFollow()
    {
        var controller = Nodes[0] with { Spec = Nodes[0].Spec with { Suspended = true }, Status = new ClusterNodeStatus { Release = "birch" } };
        var view = View([Node("cmp1", "compute"), controller]) with { Orders = [Order("cmp1", Status(Component("nova", ComponentState.Behind)))] };

        Assert.Contains(UpgradePlanner.Decide(view, LabCloud.Start).Orders, order => order.IsGranted(WorkKind.Prepare));
    }

    /// <summary>What is begun is finished: it used to stay down until the next window, with nothing left in work that kept this one open.</summary>
    [Fact]
    public void WindowClosesOverAHaltedPioneer_Decide_BringsItToItsEnd()
    {
        var upgrade = Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", MaintenanceWindows = [new MaintenanceWindow { Start = "00:03", End = "06:00" }] }) with
        {
            Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" },
        };
        NodeUpgradeStatus Serving(ComponentState nova) => Status(
            Component("keystone", ComponentState.AtTarget), Component("glance", ComponentState.AtTarget), Component("nova", nova));
        var view = View(Nodes, upgrade) with
        {
            Orders = [Order("ctl1", Serving(ComponentState.Behind), Grant(WorkKind.Prepare)), Order("ctl2", Serving(ComponentState.Halted), Grant(WorkKind.Prepare), Grant(WorkKind.Halt, "nova"))],
        };

        var orders = UpgradePlanner.Decide(view, LabCloud.Start).Orders.ToDictionary(order => order.NodeName);

        Assert.True(orders["ctl2"].IsGranted(WorkKind.MoveSchema, "nova") && orders["ctl2"].IsGranted(WorkKind.Upgrade, "nova"));
        Assert.False(orders["ctl1"].IsGranted(WorkKind.Upgrade, "nova"));
    }

    /// <summary>It used to say for one pass that nothing had been done.</summary>
    [Theory]
    [InlineData(true, "UpgradeSucceeded")]
    [InlineData(false, "AlreadyAtTarget")]
    public void SpecIsEditedAfterTheEnd_Decide_TellsItsOwnRun(bool hasRun, string reason)
    {
        var (edited, ended) = (Upgrade(), LabCloud.Start.AddHours(-1));
        edited = edited with
        {
            Metadata = edited.Metadata with { Generation = 2 },
            Status = hasRun ? new ClusterUpgradeStatus { ObservedGeneration = 1, StartTime = ended.AddHours(-1), CompletionTime = ended, FromRelease = "alder" } : null,
        };
        var done = Status(Component("nova", ComponentState.AtTarget)) with { Release = "birch", IsGivenBack = true, IsTidy = true };
        var view = View(Nodes, edited) with { Orders = [Order("ctl1", done), Order("ctl2", done)] };

        Assert.Equal(reason, UpgradePlanner.Decide(view, LabCloud.Start).Status.Conditions.First(condition => condition.Type == "Ready").Reason);
    }

    /// <summary>Its order used to stay as it was, so that a node went on with what it was granted before it was suspended.</summary>
    [Fact]
    public void NodeIsSuspendedInMidRun_Decide_PausesIt()
    {
        var view = Granted();
        view = view with { Nodes = [Nodes[0], Nodes[1] with { Spec = Nodes[1].Spec with { Suspended = true } }] };

        var orders = UpgradePlanner.Decide(view, LabCloud.Start).Orders.ToDictionary(order => order.NodeName, order => order.Mode);

        Assert.Equal(WorkMode.Run, orders["ctl1"]);
        Assert.Equal(WorkMode.Pause, orders["ctl2"]);
    }

    /// <summary>A suspended node used to be passed over, and its drains stayed for ever.</summary>
    [Fact]
    public void DeletedWhileANodeIsSuspended_Decide_GivesItBackAsWell()
    {
        var view = Granted();
        view = view with
        {
            Upgrade = view.Upgrade with { Metadata = view.Upgrade.Metadata with { DeletionTimestamp = LabCloud.Start } },
            Nodes = [Nodes[0], Nodes[1] with { Spec = Nodes[1].Spec with { Suspended = true } }],
        };

        var outcome = UpgradePlanner.Decide(view, LabCloud.Start);

        Assert.All(outcome.Orders, order => Assert.Equal(WorkMode.WrapUp, order.Mode));
        Assert.Equal(2, outcome.Orders.Length);
        Assert.False(outcome.IsReleasable);
    }

    /// <summary>A report from before the pause was taken for quiet, while the step granted last was just about to begin.</summary>
    [Fact]
    public void PauseNotSeenByTheNodes_Decide_IsPending()
    {
        var view = Granted();
        view = view with { Upgrade = view.Upgrade with { Spec = view.Upgrade.Spec with { PauseRequests = [new PauseRequest { Requester = "ops", Reason = "lunch" }] } } };

        Assert.Equal("PausePending", UpgradePlanner.Decide(view, LabCloud.Start).Status.Conditions.First(condition => condition.Type == "Paused").Reason);
    }

    private static NodeUpgradeStatus Behind => Status(Component("keystone", ComponentState.Behind));

    private static UpgradeView Granted() => View(Nodes) with
    {
        Orders = [.. Nodes.Select(node => Order(node.Metadata.Name, Behind, Grant(WorkKind.Prepare)))],
    };
}
