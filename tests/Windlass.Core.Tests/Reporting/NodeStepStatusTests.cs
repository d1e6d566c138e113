using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

/// <summary>Deadlines go by time at work: what a step waited for others, or was out of sight, is counted apart.</summary>
public sealed class NodeStepStatusTests
{
    private static readonly NodeUpgradeSpec Order = new() { UpgradeName = "u", NodeName = "n", TargetRelease = "birch", StallAfterSeconds = 600 };
    private static readonly NodeStepStatus Drain = new() { Name = "Drain", Component = "keystone", StartTime = At(0) };
    private static readonly NodeDecision.Run Running = new(new NodeStep.Drain("keystone", ["keystone"]), new("drain"), 1, "draining");

    [Fact]
    public void HeldTwice_ActiveFor_CountsNeither()
    {
        var step = Drain.Held("MinHealthyGuard", At(10)).Held("", At(1010)).Held(NodeStepStatus.Silent, At(1020));

        Assert.Equal(TimeSpan.FromSeconds(20), step.ActiveFor(At(5000)));
        Assert.Equal(TimeSpan.FromSeconds(25), step.Held("", At(5000)).ActiveFor(At(5005)));
    }

    [Fact]
    public void SameHold_Held_IsTheSameObject() => Assert.Same(Drain, Drain.Held("", At(10)));

    [Fact]
    public void AnotherReason_HeldFor_BeginsAnew()
    {
        var step = Drain.Held("MinHealthyGuard", At(0)).Held("LoadBalancerUnknown", At(500));

        Assert.Equal(TimeSpan.FromSeconds(100), step.HeldFor(At(600)));
        Assert.Equal(TimeSpan.Zero, step.ActiveFor(At(600)));
    }

    [Fact]
    public void LongWaitBefore_StallVerdictOfRunningStep_IsNoneUntilItsOwnTimeIsUp()
    {
        var step = Drain.Held("MinHealthyGuard", At(0)).Held("", At(599));

        Assert.Null(StallVerdict.Of(Running, step, Order, At(700)));
        Assert.Equal("StepDeadlineExceeded", StallVerdict.Of(Running, step, Order, At(599 + 600))?.Reason);
    }

    private static DateTimeOffset At(int seconds) => LabCloud.Start.AddSeconds(seconds);
}
