using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Reporting;

namespace Windlass.Core.Tests.Reporting;

public sealed class NodeEventsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SameStatus_Between_TellsNothing()
    {
        var status = Status(ComponentState.InWork) with
        {
            Step = Step("Install"),
            Conditions = [Condition("Reachable", ConditionStatus.False, "ConnectTimeout"), Condition("Stalled", ConditionStatus.True, "RetriesExhausted")],
            Drains = [Drain(AdminState.Ready), Drain(AdminState.Maintenance)],
            LastFailure = Failure("Install"),
        };

        Assert.Empty(NodeEvents.Between(status, status));
    }

    [Theory]
    [InlineData("Install", "PackageUpgradeFailed")]
    [InlineData("Stage", "PackageUpgradeFailed")]
    [InlineData("Expand", "SchemaMigrationFailed")]
    [InlineData("OnlineMigrations", "SchemaMigrationFailed")]
    [InlineData("Configure", "ConfigurationRunFailed")]
    [InlineData("Reboot", "RebootFailed")]
    [InlineData("Release", "ServiceStartFailed")]
    [InlineData("StopAndHold", "StepFailed")]
    public void CommandFailed_Between_NamesTheKindOfFailure(string step, string reason)
    {
        var told = Assert.Single(NodeEvents.Between(Status(), Status() with { LastFailure = Failure(step) }));

        Assert.Equal((EventSeverity.UpgradeWarning, reason), (told.Severity, told.Reason));
        Assert.Contains("last line", told.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectTimeout", "NodeUnreachable")]
    [InlineData("HostKeyMismatch", "HostKeyMismatch")]
    public void NodeFellSilent_Between_SaysHow(string kind, string reason)
    {
        var now = Status() with { Conditions = [Condition("Reachable", ConditionStatus.False, kind)] };

        Assert.Equal(reason, Assert.Single(NodeEvents.Between(Status(), now)).Reason);
    }

    /// <summary>A lost connection comes first; that another machine answers now must not be counted under it.</summary>
    [Fact]
    public void SilentForAnotherReason_Between_IsToldApart()
    {
        var lost = Status() with { Conditions = [Condition("Reachable", ConditionStatus.False, "ConnectionLost")] };
        var refused = Status() with { Conditions = [Condition("Reachable", ConditionStatus.False, "ConnectionRefused")] };

        var (first, second) = (Assert.Single(NodeEvents.Between(Status(), lost)), Assert.Single(NodeEvents.Between(lost, refused)));

        Assert.Equal((first.Reason, "Observing/ConnectionLost", "Observing/ConnectionRefused"), (second.Reason, first.Action, second.Action));
        Assert.StartsWith("ConnectionRefused: ", second.Note, StringComparison.Ordinal);
        Assert.Empty(NodeEvents.Between(refused, refused));
    }

    /// <summary>Events that differ in the note alone are one series, and it has the first one's note.</summary>
    [Fact]
    public void StalledForAnotherCause_Between_HasAnActionOfItsOwn()
    {
        NodeUpgradeStatus Stalled(string reason) => Status() with { Conditions = [Condition("Stalled", ConditionStatus.True, reason)] };

        Assert.Equal("Upgrading/AptLocked", Assert.Single(NodeEvents.Between(Status(), Stalled("AptLocked"))).Action);
        Assert.Equal("Upgrading/ProbeFailing", Assert.Single(NodeEvents.Between(Stalled("AptLocked"), Stalled("ProbeFailing"))).Action);
    }

    [Fact]
    public void CheckFails_Between_IsToldOnceOnItsNode()
    {
        NodeUpgradeStatus Failing(string message, CheckSeverity severity = CheckSeverity.Failure) =>
            Status() with { FailedChecks = [new FailedCheck { Check = PreflightCheck.DiskSpace, Severity = severity, Message = message }] };

        var told = Assert.Single(NodeEvents.Between(Status(), Failing("3 MiB are free")));

        Assert.Equal(("PreflightCheckFailed", "Checking/DiskSpace", "DiskSpace: 3 MiB are free"), (told.Reason, told.Action, told.Note));
        Assert.Empty(NodeEvents.Between(Failing("3 MiB are free"), Failing("4 MiB are free")));
        Assert.Empty(NodeEvents.Between(Status(), Failing("a note", CheckSeverity.Note)));
    }

    [Theory]
    [InlineData("DrainTimedOut", "DrainTimedOut")]
    [InlineData("RetriesExhausted", "NodeStalled")]
    public void NodeStalled_Between_IsToldOnTheUpgradeToo(string stall, string reason)
    {
        var now = Status() with { Conditions = [Condition("Stalled", ConditionStatus.True, stall)] };

        var told = Assert.Single(NodeEvents.Between(Status(), now));

        Assert.Equal((EventSeverity.UpgradeWarning, reason), (told.Severity, told.Reason));
    }

    [Theory]
    [InlineData("MinHealthyGuard", "MinHealthyGuardHit")]
    [InlineData("AptLocked", "AptLocked")]
    public void NodeWaits_Between_SaysForWhat(string wait, string reason)
    {
        var now = Status() with { Conditions = [Condition("Reconciling", ConditionStatus.True, wait)] };

        Assert.Equal(reason, Assert.Single(NodeEvents.Between(Status(), now)).Reason);
    }

    [Fact]
    public void ServerWasTakenByOthers_Claimed_IsRespected() =>
        Assert.Equal("ForeignDrainRespected", Assert.Single(NodeEvents.Between(Status(), Status() with { Drains = [Drain(AdminState.Maintenance)] })).Reason);

    [Fact]
    public void DrainEnded_NextStep_BackendDrained()
    {
        var before = Status() with { Step = Step("Drain"), Drains = [Drain(AdminState.Ready)] };

        Assert.Equal("BackendDrained", Assert.Single(NodeEvents.Between(before, before with { Step = Step("Isolate") })).Reason);
        Assert.Empty(NodeEvents.Between(before, before with { Step = Step("Restore") }));
    }

    [Fact]
    public void OwnDrainGone_Between_BackendEnabled()
    {
        var before = Status() with { Drains = [Drain(AdminState.Ready)] };

        Assert.Equal("BackendEnabled", Assert.Single(NodeEvents.Between(before, Status())).Reason);
        Assert.Empty(NodeEvents.Between(Status() with { Drains = [Drain(AdminState.Drain)] }, Status()));
    }

    [Fact]
    public void WorkBeginsAndEnds_Between_StartedThenUpgraded()
    {
        var begun = Status() with { Step = Step("Drain") };

        Assert.Equal("NodeUpgradeStarted", Assert.Single(NodeEvents.Between(Status(), begun)).Reason);
        Assert.Equal("NodeUpgraded", Assert.Single(NodeEvents.Between(Status(ComponentState.InWork), Status(ComponentState.AtTarget))).Reason);
        Assert.Empty(NodeEvents.Between(null, Status(ComponentState.AtTarget)));
    }

    [Fact]
    public void HigherAttempt_SameStep_StepRetried()
    {
        var before = Status(ComponentState.InWork) with { Step = Step("Install") };

        Assert.Equal("StepRetried", Assert.Single(NodeEvents.Between(before, before with { Step = Step("Install") with { Attempt = 2 } })).Reason);
    }

    private static NodeUpgradeStatus Status(ComponentState state = ComponentState.Behind) => new()
    {
        Components = [new ComponentStatus { Name = "key", State = state }],
    };

    private static NodeStepStatus Step(string name) => new() { Name = name, Component = "key", Attempt = 1, StartTime = Now };

    private static Condition Condition(string type, ConditionStatus status, string reason) => new(type, status, reason, "because", Now, 1);

    private static DrainStatus Drain(AdminState before) => new() { Instance = "ctl1", Backend = "key_back", Server = "ctl2", Before = before };

    private static FailedCommand Failure(string step) => new() { Step = step, ExitCode = 100, Output = "first\nlast line\n", Time = Now };
}
