using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Tests.Planning;

public sealed class NodeWorkTests
{
    /// <summary>As configuration management does that was given back when an earlier run was aborted.</summary>
    [Fact]
    public void OldSourceIsBack_Decide_MovesItAsideAgain()
    {
        var sight = new NodeSight("ctl2").Prepared();

        var plan = With(sight, "openstack-alder.sources");

        var run = Assert.IsType<NodeDecision.Run>(plan.Decision);
        Assert.IsType<NodeStep.SwitchRepository>(run.Step);
        Assert.Contains("openstack-alder.sources", run.Message, StringComparison.Ordinal);
        Assert.False(plan.IsPrepared);
    }

    /// <summary>Its owner's last word: nobody fights with it for ever.</summary>
    [Fact]
    public void OldSourceIsBackAfterTheEnd_Decide_LeavesIt()
    {
        var sight = new NodeSight("ctl2").Prepared().Grant((WorkKind.Finish, "")).Until<NodeStep.Unquiesce>().Do();

        Assert.IsType<NodeDecision.Idle>(With(sight, "openstack-alder.sources").Decision);
    }

    private static NodePlan With(NodeSight sight, params ImmutableArray<string> superseded)
    {
        var view = sight.View;
        var observation = view.Observation with { Packaging = view.Observation.Packaging with { Superseded = superseded } };
        return NodePlanner.Decide(view with { Observation = observation }, sight.Now);
    }
}
