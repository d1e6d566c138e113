using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

public sealed class StallVerdictTests
{
    private static readonly NodeUpgradeSpec Order = new() { UpgradeName = "u", NodeName = "n", TargetRelease = "birch", MaxAttempts = 3, StallAfterSeconds = 600 };
    private static readonly NodeStep Drain = new NodeStep.Drain("keystone", ["keystone"]);

    [Fact]
    public void RunningInTime_Of_IsNone() => Assert.Null(Of(Run(1), seconds: 599));

    [Fact]
    public void RunningTooLong_Of_SaysSo() => Assert.Equal("StepDeadlineExceeded", Of(Run(1), seconds: 600));

    [Fact]
    public void TriesUsedUp_Of_SaysSo()
    {
        Assert.Null(Of(Run(3), seconds: 1));
        Assert.Equal("RetriesExhausted", Of(Run(4), seconds: 1));
        Assert.Null(Of(Wait(WaitReason.RetryPending, 2), seconds: 1));
        Assert.Equal("RetriesExhausted", Of(Wait(WaitReason.RetryPending, 3), seconds: 1));
    }

    [Fact]
    public void WaitingTooLong_Of_SaysForWhat() => Assert.Equal("MinHealthyGuard", Of(Wait(WaitReason.MinHealthyGuard), seconds: 600));

    [Fact]
    public void WaitingInTime_Of_IsNone() => Assert.Null(Of(Wait(WaitReason.MinHealthyGuard), seconds: 599));

    [Fact]
    public void DrainTimedOut_Of_NeedsAPersonAtOnce() => Assert.Equal("DrainTimedOut", Of(Wait(WaitReason.DrainTimedOut), seconds: 0));

    [Fact]
    public void PausedForADay_Of_IsNone() => Assert.Null(Of(Wait(WaitReason.Paused), seconds: 86400));

    [Fact]
    public void Idle_Of_IsNone() => Assert.Null(Of(new NodeDecision.Idle(), seconds: 86400));

    [Fact]
    public void RebootedAndSilent_OfReboot_WaitsForItsTimeAndOnlyForOurs()
    {
        var step = new NodeStepStatus { Name = "Reboot", Attempt = 1, StartTime = LabCloud.Start };

        Assert.Null(StallVerdict.OfReboot(step, Order, LabCloud.Start.AddSeconds(599)));
        Assert.Equal("RebootTimedOut", StallVerdict.OfReboot(step, Order, LabCloud.Start.AddSeconds(600))?.Reason);
        Assert.Null(StallVerdict.OfReboot(step with { Name = "Install" }, Order, LabCloud.Start.AddDays(1)));
        Assert.Null(StallVerdict.OfReboot(null, Order, LabCloud.Start.AddDays(1)));
    }

    private static string? Of(NodeDecision decision, int seconds) =>
        StallVerdict.Of(decision, new NodeStepStatus { Name = "Drain", StartTime = LabCloud.Start }, Order, LabCloud.Start.AddSeconds(seconds))?.Reason;

    private static NodeDecision.Run Run(int attempt) => new(Drain, new("drain"), attempt, "draining");

    private static NodeDecision.Wait Wait(WaitReason reason, int attempt = 0) => new(reason, "waiting", Drain, attempt, TimeSpan.FromSeconds(1));
}
