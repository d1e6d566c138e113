using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Planning;

public sealed class StepTriesTests
{
    /// <summary>A person has put right what was wrong, and does not want to wait a minute.</summary>
    [Fact]
    public void RetryAskedFor_Decide_TriesAtOnceAndOnlyOnce()
    {
        var sight = new NodeSight("ctl2").Prepared().Grant((WorkKind.Upgrade, "keystone")).Until<NodeStep.Install>();
        sight.Node.Expect(new StepFault("Install", StepHarm.Fails));
        sight.Node.Expect(new StepFault("Install", StepHarm.Fails));
        sight.Do();

        sight.Order = sight.Order with { Retry = "Install keystone 1" };
        Assert.Equal(2, Assert.IsType<NodeDecision.Run>(sight.Decision).Attempt);
        sight.Do();
        Assert.Equal(2, sight.Waits(WaitReason.RetryPending).Attempt);
    }
}
