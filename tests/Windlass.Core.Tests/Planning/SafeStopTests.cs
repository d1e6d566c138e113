using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>An abort while nova's pioneer is down on ctl2, waiting for the schema of glance, whose pioneer on ctl1 has done nothing yet.</summary>
public sealed class SafeStopTests
{
    [Fact]
    public void PioneerIsHalted_Abort_GivesTheOtherOneBackFirst()
    {
        var orders = Decide(isGivenBack: false);

        Assert.Equal((WorkMode.WrapUp, WorkMode.Run), (orders["ctl1"].Mode, orders["ctl2"].Mode));
        Assert.False(orders["ctl2"].IsGranted(WorkKind.MoveSchema, "nova"));
    }

    /// <summary>It used to wait for ever for a schema that nobody moves any more.</summary>
    [Fact]
    public void TheOtherOneIsGivenBack_Abort_BringsTheHaltedOneToItsEnd()
    {
        var orders = Decide(isGivenBack: true);

        Assert.True(orders["ctl2"] is { Mode: WorkMode.Run } order && order.IsGranted(WorkKind.MoveSchema, "nova") && order.IsGranted(WorkKind.Upgrade, "nova"));
        Assert.False(orders["ctl1"].IsGranted(WorkKind.Upgrade, "nova"));
    }

    private static ImmutableDictionary<string, NodeUpgradeSpec> Decide(bool isGivenBack)
    {
        var first = Order("ctl1", Servers(ComponentState.Behind, ComponentState.Behind) with { IsGivenBack = isGivenBack }, Grant(WorkKind.Upgrade, "glance"), Grant(WorkKind.MoveSchema, "glance"));
        var second = Order("ctl2", Servers(ComponentState.Behind, ComponentState.Halted), Grant(WorkKind.Halt, "nova"));
        var upgrade = Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", Abort = true }) with
        {
            Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" },
        };
        var view = View([Node("ctl1", "controller"), Node("ctl2", "controller")], upgrade) with
        {
            Orders = [isGivenBack ? first with { Spec = first.Spec with { Mode = WorkMode.WrapUp } } : first, second],
        };
        return UpgradePlanner.Decide(view, LabCloud.Start).Orders.ToImmutableDictionary(order => order.NodeName);
    }

    private static NodeUpgradeStatus Servers(ComponentState glance, ComponentState nova) =>
        Status(Component("keystone", ComponentState.AtTarget), Component("glance", glance), Component("nova", nova));
}
