using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Page;
using Windlass.Operator.Plugin;
using Windlass.Operator.Tests.Plugin;

namespace Windlass.Operator.Tests.Page;

public sealed class PageSentenceTests
{
    private static readonly PauseRequest Pause = new() { Requester = "ann", Reason = "storage" };
    private static readonly GateStatus Shut = new() { Name = "message-bus", Open = false, Message = "12000 of 10000 messages" };

    [Fact]
    public void StalledNode_Of_ComesBeforeEverythingElse()
    {
        var status = Runs.Status(Runs.Working) with
        {
            BlockedOn = [new Blocker { Name = "ctl1", Reason = "AptLocked", Message = "dpkg is locked by apt (pid 7)" }, new Blocker { Name = "ctl2", Reason = "Silent", Message = "x" }],
            Gates = [Shut],
        };

        Assert.Equal((PageMood.Blocked, "ctl1 (AptLocked): dpkg is locked by apt (pid 7) (and 1 more)"), Of(Runs.Upgrade("to-birch", status, Pause)));
    }

    [Fact]
    public void PauseThenGate_Of_IsWhatPeopleAskedForFirst()
    {
        var status = Runs.Status(Runs.Working) with { Gates = [Shut] };

        Assert.Equal((PageMood.Waiting, "Paused by ann: storage"), Of(Runs.Upgrade("to-birch", status, Pause)));
        Assert.Equal((PageMood.Waiting, "The gate message-bus is shut: 12000 of 10000 messages"), Of(Runs.Upgrade("to-birch", status)));
    }

    [Fact]
    public void WorkOrEnd_Of_SaysThatNothingBlocks()
    {
        Assert.Equal((PageMood.Working, "Nothing blocks it: control plane of nova: ctl1"), Of(Runs.Upgrade(status: Runs.Status(Runs.Working))));
        Assert.Equal((PageMood.Done, "Every node is at birch"), Of(Runs.Upgrade(status: Runs.Status(Runs.Is("Ready", ConditionStatus.True, "UpgradeSucceeded", "every node is at birch")))));
        Assert.Equal(PageMood.Waiting, Of(Runs.Upgrade()).Mood);
    }

    /// <summary>Who aborted or failed preflight waits for a person, though no node is named.</summary>
    [Fact]
    public void StalledRun_Of_IsBlocked() =>
        Assert.Equal(
            (PageMood.Blocked, "the plan is not approved"),
            Of(Runs.Upgrade(status: Runs.Status(Runs.Is("Ready", ConditionStatus.False, "X", "the plan is not approved"), Runs.Is("Stalled", ConditionStatus.True, "X")))));

    private static (PageMood Mood, string Sentence) Of(ClusterUpgrade upgrade) => PageSentence.Of(StatusDocument.Of(Runs.Sight(upgrade, [])));
}
