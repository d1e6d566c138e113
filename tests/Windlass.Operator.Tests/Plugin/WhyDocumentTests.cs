using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

/// <summary>The person on call reads the first line: it has node, step, age, reason and cause.</summary>
public sealed class WhyDocumentTests
{
    [Fact]
    public void StalledNode_Of_SaysCauseOutputAndThePageThatIsThere()
    {
        var why = Why(new NodeUpgradeStatus
        {
            Conditions = [Runs.Is("Stalled", ConditionStatus.True, "AptLocked", "dpkg is locked by apt (pid 7)")],
            Step = Runs.Step("Install", "nova", 6) with { Id = "install-nova-1" },
            LastFailure = new FailedCommand { Step = "Install", ExitCode = 100, Output = "E: first\nE: could not get lock\n", Time = Runs.Now.AddSeconds(-40) },
        });
        var text = WhyText.Of(why, Runs.Now, new Ink(IsOn: false));

        Assert.StartsWith("ctl1 is stalled in Install of nova for 90s (AptLocked): dpkg is locked by apt (pid 7)\n", text, StringComparison.Ordinal);
        Assert.Contains("last failure Install, exit code 100, 40s ago:\n               | E: first\n               | E: could not get lock\n", text, StringComparison.Ordinal);
        Assert.Contains("/var/lib/windlass/steps/install-nova-1/log", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Checkout(), why.Runbook!)), why.Runbook);
    }

    [Fact]
    public void SilentNode_Of_SaysHowItIsSilent() => Assert.Equal(
        "ctl1 does not answer (ConnectTimeout): no answer from ctl1.test",
        Why(new NodeUpgradeStatus { Conditions = [Runs.Is("Reachable", ConditionStatus.False, "ConnectTimeout", "no answer from ctl1.test")] }).Sentence);

    [Fact]
    public void WaitingNode_Of_SaysForWhatAndHowLong() => Assert.Equal(
        "ctl1 waits before Drain of nova for 90s (MinHealthyGuard): only 1 healthy server",
        Why(new NodeUpgradeStatus { Conditions = [Runs.Is("Reconciling", ConditionStatus.True, "MinHealthyGuard", "only 1 healthy server")], Step = Runs.Step("Drain", "nova", 0) }).Sentence);

    [Fact]
    public void NodeWithoutTurn_Of_SaysWhatTheUpgradeDoes() => Assert.Equal(
        "ctl1 waits for its turn (WaitingForSlot); the upgrade: control plane of nova: ctl1",
        Why(new NodeUpgradeStatus { Conditions = [Runs.Is("Ready", ConditionStatus.False, "WaitingForSlot")] }).Sentence);

    /// <summary>Its own fault comes before what the upgrade says of other nodes.</summary>
    [Fact]
    public void NodeWithFailingCheck_Of_SaysWhichBeforeWhatOthersFail()
    {
        var status = Runs.Status(Runs.Is("Ready", ConditionStatus.False, "PreflightFailed", "not reachable: cmp1"), Runs.Is("PreflightPassed", ConditionStatus.False, "ChecksFailed", "not reachable: cmp1"));
        var order = new NodeUpgradeStatus
        {
            Conditions = [Runs.Is("Ready", ConditionStatus.False, "Pending")],
            FailedChecks = [new FailedCheck { Check = PreflightCheck.UpgradeChecks, Severity = CheckSeverity.Note, Message = "not known" }, new FailedCheck { Check = PreflightCheck.DiskSpace, Message = "0 MiB are free" }],
        };

        Assert.Equal("ctl1 keeps the upgrade from beginning (DiskSpace): 0 MiB are free", Why(order, status).Sentence);
    }

    [Fact]
    public void ShutGate_Of_IsTheReasonWhyNobodyMoves()
    {
        var status = Runs.Status(Runs.Working) with { Gates = [new GateStatus { Name = "message-bus", Open = false, Message = "12000 messages, at most 10000" }] };
        var why = Why(new NodeUpgradeStatus { Conditions = [Runs.Is("Ready", ConditionStatus.False, "WaitingForSlot")] }, status);

        Assert.Equal("ctl1 waits for its turn; the gate message-bus is shut: 12000 messages, at most 10000", why.Sentence);
    }

    [Fact]
    public void SuspendedNode_Of_SaysWhoDoesNotMove()
    {
        var sight = Runs.Sight(Runs.Upgrade(status: Runs.Status(Runs.Working)), []);

        Assert.Equal("ctl1 is left alone: spec.suspended of the ClusterNode is true", WhyDocument.Of(sight, Runs.Node("ctl1", isSuspended: true)).Sentence);
    }

    [Fact]
    public void PauseOfAnotherRole_Of_IsNotToldOfThisNode()
    {
        PauseRequest[] pauses = [new() { Requester = "ann", Reason = "x", Role = "compute" }, new() { Requester = "bob", Reason = "y", Node = "ctl1" }, new() { Requester = "eve", Reason = "z" }];
        var sight = Runs.Sight(Runs.Upgrade("to-birch", Runs.Status(Runs.Working), pauses), [Runs.Order("ctl1", null)]);

        Assert.Equal(["bob", "eve"], WhyDocument.Of(sight, Runs.Node("ctl1")).Pauses.Select(pause => pause.Requester));
    }

    /// <summary>Each reason that a node can be stalled for has its page.</summary>
    [Fact]
    public void EveryState_Of_HasASentence()
    {
        foreach (var row in NodeLineTests.States())
        {
            Assert.StartsWith("ctl1 ", Why(row.Data.Item2).Sentence, StringComparison.Ordinal);
        }
    }

    private static WhyDocument Why(NodeUpgradeStatus? status, ClusterUpgradeStatus? upgrade = null) => WhyDocument.Of(
        Runs.Sight(Runs.Upgrade(status: upgrade ?? Runs.Status(Runs.Working)), ImmutableArray.Create(Runs.Order("ctl1", status))),
        Runs.Node("ctl1", false, Runs.Is("Reachable", ConditionStatus.True, "SshConnected")));

    private static string Checkout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Windlass.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
