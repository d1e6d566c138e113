using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Planning;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

/// <summary>Which servers of a node are out of rotation, and which of them were left so.</summary>
public sealed class RotationReportTests
{
    private static readonly ServerRef Keystone = new("keystone", "ctl1");

    private readonly NodeSight _sight = new("ctl1", new LabCloud { Release = "birch" });
    private NodeUpgradeStatus? _last;

    [Fact]
    public void EverythingInRotation_Report_SaysNothing() => Assert.Empty(Look(isOver: false).OutOfRotation);

    [Fact]
    public void DrainedBeforeTheEnd_Report_IsLeftSoUntilItWasInRotation()
    {
        Set("ctl2", AdminState.Drain);
        Assert.Equal(["ctl2 keystone/ctl1 Drained, left so"], Told(isOver: false));
        Assert.Equal(["ctl2 keystone/ctl1 Drained, left so"], Told(isOver: true));

        // Out is out: another way of being out is no news.
        Set("ctl2", AdminState.Maintenance);
        Assert.Equal(["ctl2 keystone/ctl1 InMaintenance, left so"], Told(isOver: true));

        Set("ctl2", AdminState.Ready);
        _sight.Cluster.Balancers.CheckAll();
        Assert.Empty(Told(isOver: true));
        Set("ctl2", AdminState.Drain);
        Assert.Equal(["ctl2 keystone/ctl1 Drained"], Told(isOver: true));
    }

    /// <summary>The end is told to the upgrade first; the node is looked at a moment later.</summary>
    [Fact]
    public void OutAtTheFirstLookAfterTheEnd_Report_IsLeftSo()
    {
        Look(isOver: false);
        Set("ctl2", AdminState.Drain);
        Assert.Equal(["ctl2 keystone/ctl1 Drained, left so"], Told(isOver: true));
        Set("ctl3", AdminState.Drain);
        Assert.Equal(["ctl2 keystone/ctl1 Drained, left so", "ctl3 keystone/ctl1 Drained"], Told(isOver: true));
        Assert.Equal(LabCloud.Start, _last!.LeftTime);
    }

    /// <summary>Somebody asks for more: at the next end what is out then is left so.</summary>
    [Fact]
    public void RunGoesOn_Report_ForgetsTheEnd()
    {
        Look(isOver: true);
        Set("ctl2", AdminState.Drain);
        Assert.Equal(["ctl2 keystone/ctl1 Drained"], Told(isOver: true));
        Assert.Equal(["ctl2 keystone/ctl1 Drained, left so"], Told(isOver: false));
        Assert.Null(_last!.LeftTime);
    }

    [Fact]
    public void HAProxyCannotBeRead_Report_SaysSoAndKeepsWhatItKnew()
    {
        Set("ctl2", AdminState.Drain);
        Look(isOver: true);
        _sight.Cluster.Node("ctl2").IsReachable = false;
        Assert.Equal(["ctl2 / Unreadable", "ctl2 keystone/ctl1 Drained, left so"], Told(isOver: true));
        Assert.Equal(["ctl2 / Unreadable", "ctl2 keystone/ctl1 Drained, left so"], Told(isOver: true));
        _sight.Cluster.Node("ctl2").IsReachable = true;
        Assert.Equal(["ctl2 keystone/ctl1 Drained, left so"], Told(isOver: true));
    }

    [Fact]
    public void ServiceStops_Report_IsDownUntilItIsWhollyUp()
    {
        Look(isOver: true);
        foreach (var (isRunning, rounds, expected) in new[]
                 {
                     (false, 1, (string[])[]),
                     (false, 5, ["ctl1 keystone/ctl1 Down", "ctl2 keystone/ctl1 Down", "ctl3 keystone/ctl1 Down"]),
                     (true, 1, ["ctl1 keystone/ctl1 Down", "ctl2 keystone/ctl1 Down", "ctl3 keystone/ctl1 Down"]),
                     (true, 5, []),
                 })
        {
            _sight.Cluster.Balancers.Listen(server => server.Server != Keystone || isRunning);
            for (var i = 0; i < rounds; i++)
            {
                _sight.Cluster.Balancers.CheckAll();
            }

            Assert.Equal(expected, Told(isOver: true));
        }
    }

    [Fact]
    public void BackendIsGone_Report_IsMissing()
    {
        Look(isOver: true);
        var whole = (ReadOutcome.Read)_sight.View.LoadBalancers[0];
        var less = new ReadOutcome.Read(whole.Snapshot with { Servers = [.. whole.Snapshot.Servers.Where(server => server.Ref != Keystone && server.Backend != "glance")] });

        Report(_sight.View with { IsRunOver = true, LoadBalancers = [less] });

        Assert.Equal(["ctl1 glance/ Missing", "ctl1 keystone/ Missing"], _last!.OutOfRotation.Select(Text));
    }

    /// <summary>What we hold is no news, but what others had taken out before us is.</summary>
    [Fact]
    public void DrainedByUs_Report_IsNotToldButWhatIsOthersIs()
    {
        Look(isOver: true);
        _sight.Drains = [new DrainRecord(new NodeName("ctl2"), "keystone", "ctl1", AdminState.Ready), new DrainRecord(new NodeName("ctl3"), "keystone", "ctl1", AdminState.Drain)];
        Set("ctl2", AdminState.Maintenance);
        Set("ctl3", AdminState.Drain);

        Assert.Equal(["ctl3 keystone/ctl1 Drained"], Told(isOver: true));
    }

    /// <summary>What is out while a node is on its way is not what the run leaves.</summary>
    [Fact]
    public void NodeInWork_Report_SaysNothing()
    {
        var sight = new NodeSight("ctl1");
        sight.Cluster.Balancers[new NodeName("ctl2")].SetState(Keystone, AdminState.Drain);

        Assert.Empty(NodeReport.Of(sight.View, sight.Plan, [], null, 1, LabCloud.Start).OutOfRotation);
    }

    [Fact]
    public void NodeBehindNoHAProxy_Report_SaysNothing()
    {
        var sight = new NodeSight("cmp01", new LabCloud { Release = "birch" });
        sight.Cluster.Node("ctl2").IsReachable = false;

        Assert.Empty(NodeReport.Of(sight.View with { IsRunOver = true }, sight.Plan, [], null, 1, LabCloud.Start).OutOfRotation);
    }

    private void Set(string instance, AdminState state) => _sight.Cluster.Balancers[new NodeName(instance)].SetState(Keystone, state);

    private IEnumerable<string> Told(bool isOver) => Look(isOver).OutOfRotation.Select(Text);

    private NodeUpgradeStatus Look(bool isOver) => Report(_sight.View with { IsRunOver = isOver });

    private NodeUpgradeStatus Report(NodeView view) => _last = NodeReport.Of(view, NodePlanner.Decide(view, LabCloud.Start), [], _last, 1, LabCloud.Start);

    private static string Text(OutOfRotation one) => $"{one.Instance} {one.Backend}/{one.Server} {one.State}{(one.IsLeftSo ? ", left so" : "")}";
}
