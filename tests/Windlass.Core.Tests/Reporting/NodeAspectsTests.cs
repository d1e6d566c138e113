using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Planning;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

/// <summary>What a work order tells of packages, services and rotation, for people.</summary>
public sealed class NodeAspectsTests
{
    private static readonly ServerRef Keystone = new("keystone", "ctl1");
    private static readonly string[] Types = ["PackagesStaged", "PackagesUpgraded", "ServicesActive", "InRotation"];

    /// <summary>Every change of a condition comes with a step that has changed something; nothing flutters.</summary>
    [Fact]
    public void WholeUpgradeOfAComponent_Aspects_ChangeWithTheStepsAlone()
    {
        var sight = new NodeSight("ctl1");
        NodeUpgradeStatus? last = null;
        var told = new List<string> { Row(last = Look(sight, last)) };

        sight.Grant((WorkKind.Prepare, ""));
        Walk(sight, ref last, told, 12);
        sight.Grant((WorkKind.Upgrade, "keystone"), (WorkKind.MoveSchema, "keystone"));
        Walk(sight, ref last, told, 12);

        Assert.Equal(
            [
                "False NotBegun, False PackagesBehind, True AllActive, True BackendsUp",
                "False StagingInProgress, False PackagesBehind, True AllActive, True BackendsUp",
                "True Staged, False PackagesBehind, True AllActive, True BackendsUp",
                "True Staged, False PackagesBehind, True AllActive, False Draining",
                "True Staged, False PackagesBehind, True AllActive, False DrainedByOperator",
                "True Staged, False PackagesBehind, False HeldByOperator, False DrainedByOperator",
                "True Staged, False PackagesBehind, True AllActive, False Returning",
                "True Staged, False PackagesBehind, True AllActive, True BackendsUp",
            ],
            told.Aggregate(new List<string>(), (rows, row) =>
            {
                if (rows.Count == 0 || rows[^1] != row)
                {
                    rows.Add(row);
                }

                return rows;
            }));
    }

    [Fact]
    public void EverythingAtTheTarget_Aspects_AreAllTrue()
    {
        var sight = new NodeSight("ctl1", new LabCloud { Release = "birch" });

        Assert.Equal("True NothingToStage, True AllPackagesAtTarget, True AllActive, True BackendsUp", Row(Look(sight, null)));
        Assert.Equal("True NoBackends", Aspect(Look(new NodeSight("cmp01"), null), "InRotation"));
    }

    /// <summary>A look that finds the same tells the same, since the same time: no write, and no new beginning.</summary>
    [Fact]
    public void SameSightLater_Aspects_AreTheSame()
    {
        var sight = new NodeSight("ctl1");
        var first = Look(sight, null);
        sight.Now += TimeSpan.FromHours(1);

        Assert.Equal(first.Conditions, Look(sight, first).Conditions);
    }

    [Fact]
    public void ServiceFellOver_Aspects_NameItsComponent()
    {
        var sight = new NodeSight("ctl1");
        var seen = sight.View.Observation;
        var fallen = sight.View with
        {
            Observation = seen with { Units = seen.Units.ToImmutableSortedDictionary(unit => unit.Key, unit => unit.Key.StartsWith("keystone", StringComparison.Ordinal) ? unit.Value with { ActiveState = "failed" } : unit.Value) },
        };

        var status = Look(fallen, null, sight.Now);

        Assert.Equal("False ServicesDown", Aspect(status, "ServicesActive"));
        Assert.EndsWith(": keystone", Find(status, "ServicesActive").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AdminState.Drain, "False DrainedByOther")]
    [InlineData(AdminState.Maintenance, "False DrainedByOther")]
    [InlineData(AdminState.Ready, "True BackendsUp")]
    public void ServerOfANodeThatWaits_Aspects_TellWhoTookItOut(AdminState state, string expected)
    {
        var sight = new NodeSight("ctl1");
        sight.Cluster.Balancers[new NodeName("ctl2")].SetState(Keystone, state);

        var status = Look(sight, null);

        Assert.Equal(expected, Aspect(status, "InRotation"));
        Assert.Equal(state != AdminState.Ready, Find(status, "InRotation").Message.Contains("keystone/ctl1 in HAProxy on ctl2", StringComparison.Ordinal));
        Assert.Empty(status.OutOfRotation);
    }

    /// <summary>Unknown is never fine; but out of one HAProxy is out, whatever the others would say.</summary>
    [Fact]
    public void HAProxyCannotBeRead_Aspects_AreUnknownUnlessAnotherTells()
    {
        var sight = new NodeSight("ctl1");
        sight.Cluster.Node("ctl2").IsReachable = false;
        Assert.Equal("Unknown LoadBalancerUnknown", Aspect(Look(sight, null), "InRotation"));

        sight.Cluster.Balancers[new NodeName("ctl3")].SetState(Keystone, AdminState.Drain);
        Assert.Equal("False DrainedByOther", Aspect(Look(sight, null), "InRotation"));
        Assert.Equal("Unknown LoadBalancerUnknown", Aspect(Look(sight.View with { LoadBalancers = [] }, null, sight.Now), "InRotation"));
    }

    [Fact]
    public void BackendWithoutTheNode_Aspects_SayThatThereIsNoServer()
    {
        var sight = new NodeSight("ctl1");
        var whole = (ReadOutcome.Read)sight.View.LoadBalancers[0];
        var less = new ReadOutcome.Read(whole.Snapshot with { Servers = [.. whole.Snapshot.Servers.Where(server => server.Ref != Keystone)] });

        Assert.Equal("False NoServer", Aspect(Look(sight.View with { LoadBalancers = [less] }, null, sight.Now), "InRotation"));
    }

    [Fact]
    public void SessionsAreLeft_Aspects_TellHowMany()
    {
        var sight = new NodeSight("ctl1").Prepared().Grant((WorkKind.Upgrade, "keystone"), (WorkKind.MoveSchema, "keystone")).Until<NodeStep.Drain>().Do();
        var open = sight.View with
        {
            LoadBalancers = [.. sight.View.LoadBalancers.Cast<ReadOutcome.Read>().Select(read => new ReadOutcome.Read(read.Snapshot with { Servers = [.. read.Snapshot.Servers.Select(server => server.Ref == Keystone ? server with { Sessions = 2 } : server)] }))],
        };

        var status = Look(open, null, sight.Now);

        Assert.Equal("False Draining", Aspect(status, "InRotation"));
        Assert.Equal("6 sessions are left on keystone/ctl1", Find(status, "InRotation").Message);
    }

    /// <summary>A reload of HAProxy forgets a drain: what our own record says is not what is.</summary>
    [Fact]
    public void DrainIsForgotten_Aspects_DoNotCallItDrained()
    {
        var sight = new NodeSight("ctl1").Prepared().Grant((WorkKind.Upgrade, "keystone"), (WorkKind.MoveSchema, "keystone")).Until<NodeStep.Drain>().Do();
        Assert.Equal("False DrainedByOperator", Aspect(Look(sight, null), "InRotation"));

        sight.Cluster.Balancers[new NodeName("ctl2")].SetState(Keystone, AdminState.Ready);

        Assert.Equal("False Draining", Aspect(Look(sight, null), "InRotation"));
    }

    [Fact]
    public void NodeDoesNotAnswer_Aspects_AreUnknown()
    {
        var order = Slots.Order("ctl1", Look(new NodeSight("ctl1"), null));

        var status = NodeAspects.AddUnknown(NodeReport.Unreachable("ConnectTimeout", "no answer", order, LabCloud.Start), order.Status, LabCloud.Start);

        Assert.All(Types, type => Assert.Equal("Unknown NotObserved", Aspect(status, type)));
        Assert.Equal("False ConnectTimeout", Aspect(status, "Reachable"));
        Assert.Equal(status.Conditions.Length, status.Conditions.Select(condition => condition.Type).Distinct().Count());
    }

    private static void Walk(NodeSight sight, ref NodeUpgradeStatus? last, List<string> told, int most)
    {
        for (var i = 0; i < most; i++)
        {
            told.Add(Row(last = Look(sight, last)));
            switch (sight.Decision)
            {
                case NodeDecision.Run { Step: NodeStep.Restore }:
                    sight.Cluster.Balancers.Set(sight.Drains, AdminState.Ready, _ => true);
                    sight.Cluster.Balancers.CheckAll();
                    sight.Cluster.Balancers.CheckAll();
                    sight.Cluster.Balancers.CheckAll();
                    sight.Drains = [];
                    break;
                case NodeDecision.Run:
                    sight.Do();
                    break;
                default:
                    return;
            }
        }
    }

    private static NodeUpgradeStatus Look(NodeSight sight, NodeUpgradeStatus? last) => Look(sight.View, last, sight.Now);

    private static NodeUpgradeStatus Look(NodeView view, NodeUpgradeStatus? last, DateTimeOffset now)
    {
        var plan = NodePlanner.Decide(view, now);
        var status = NodeReport.Of(view, plan, [], last, 1, now);
        status = plan.Decision is NodeDecision.Run { Step: NodeStep.Drain drain } ? status with { Drains = NodeReport.DrainsOf(DrainClaims.Of(view, drain)) } : status;
        return NodeAspects.AddTo(status, view, plan, last, now);
    }

    private static string Row(NodeUpgradeStatus status) => string.Join(", ", Types.Select(type => Aspect(status, type)));

    private static Condition Find(NodeUpgradeStatus status, string type) => Assert.Single(status.Conditions, condition => condition.Type == type);

    private static string Aspect(NodeUpgradeStatus status, string type) => $"{Find(status, type).Status} {Find(status, type).Reason}";
}
