using Windlass.Core.Api.Meta;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

public sealed class WaitVerdictTests
{
    private static readonly Condition Done = Runs.Is("Ready", ConditionStatus.True, "UpgradeSucceeded");
    private static readonly Condition Stalled = Runs.Is("Stalled", ConditionStatus.True, "NodesStalled");
    private static readonly Condition Paused = Runs.Is("Paused", ConditionStatus.True, "PauseRequested");

    [Fact]
    public void Conditions_Of_AreAnAnswer()
    {
        Assert.IsType<WaitVerdict.Ready>(WaitVerdict.Of(Runs.Upgrade(status: Runs.Status(Done))));
        Assert.IsType<WaitVerdict.Stalled>(WaitVerdict.Of(Runs.Upgrade(status: Runs.Status(Runs.Working, Stalled))));
        Assert.IsType<WaitVerdict.Paused>(WaitVerdict.Of(Runs.Upgrade(status: Runs.Status(Runs.Working, Paused))));
        Assert.IsType<WaitVerdict.NotYet>(WaitVerdict.Of(Runs.Upgrade(status: Runs.Status(Runs.Working))));
    }

    /// <summary>Else a script that changes the target and waits would take the end of the run before for the answer.</summary>
    [Fact]
    public void ConditionsOfAnOlderSpec_Of_AreNoAnswer() =>
        Assert.IsType<WaitVerdict.NotYet>(WaitVerdict.Of(Runs.Upgrade(status: Runs.Status(Done) with { ObservedGeneration = 0 })));

    [Fact]
    public void Aborted_Of_IsNotTheTargetOnceItIsOver()
    {
        var aborted = Runs.Status(Runs.Is("Ready", ConditionStatus.False, "Aborted"));

        Assert.IsType<WaitVerdict.NotYet>(WaitVerdict.Of(Runs.Upgrade(status: aborted)));
        Assert.IsType<WaitVerdict.Stalled>(WaitVerdict.Of(Runs.Upgrade(status: aborted with { CompletionTime = Runs.Now })));
    }
}
