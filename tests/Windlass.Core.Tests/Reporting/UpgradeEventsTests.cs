using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;

namespace Windlass.Core.Tests.Reporting;

public sealed class UpgradeEventsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SameStatus_Between_TellsNothing()
    {
        var status = Running(Condition("Ready", ConditionStatus.False, "UpgradeInProgress"), Condition("PreflightPassed", ConditionStatus.True, "ChecksPassed")) with
        {
            CurrentComponent = "key,image",
            OpenSchemaWindows = [new SchemaWindow { Component = "key", Since = Now }],
        };

        Assert.Empty(Told(status, status));
    }

    [Fact]
    public void FirstStatus_Between_Accepted() =>
        Assert.Equal(["UpgradeAccepted"], Told(null, Bare("Observing", Condition("Ready", ConditionStatus.False, "UpgradeInProgress"))));

    [Theory]
    [InlineData("InvalidSpec")]
    [InlineData("UnsupportedUpgradePath")]
    [InlineData("DowngradeRefused")]
    public void Refused_Between_NamesTheReasonOnce(string reason)
    {
        var refused = Bare("Refused", Condition("Ready", ConditionStatus.False, reason));

        Assert.Equal([reason], Told(null, refused));
        Assert.Empty(Told(refused, refused));
        Assert.Equal(["UpgradeAccepted"], Told(refused, Bare("Observing", Condition("Ready", ConditionStatus.False, "UpgradeInProgress"))));
    }

    [Fact]
    public void PreflightTurnsBad_Between_Warned() => Assert.Equal(
        ["PreflightCheckFailed"],
        Told(Bare("Observing"), Bare("Preflight", Condition("PreflightPassed", ConditionStatus.False, "ChecksFailed"))));

    [Fact]
    public void GateShutsAndOpens_Between_ToldOnce()
    {
        var (open, shut) = (Running() with { Gates = [new GateStatus { Name = "bus", Open = true }] }, Running() with { Gates = [new GateStatus { Name = "bus", Message = "12 messages" }] });

        Assert.Empty(Told(Running(), open));
        Assert.Equal(["HealthGateFailed"], Told(open, shut));
        Assert.Equal(["HealthGateFailed"], Told(Running(), shut));
        Assert.Empty(Told(shut, shut with { Gates = [shut.Gates[0] with { Message = "13 messages" }] }));
        Assert.Equal(["HealthGatePassed"], Told(shut, open));
    }

    [Fact]
    public void Drift_Between_ToldWhenItComesAndWhenItGoes()
    {
        ClusterUpgradeStatus Done(ConditionStatus drifted) => Running(Condition("Drifted", drifted, "Some")) with { Stage = UpgradeStage.Done, CompletionTime = Now };

        Assert.Empty(Told(Running() with { Stage = UpgradeStage.Done, CompletionTime = Now }, Done(ConditionStatus.False)));
        Assert.Equal(["DriftDetected"], Told(Done(ConditionStatus.False), Done(ConditionStatus.True)));
        Assert.Empty(Told(Done(ConditionStatus.True), Done(ConditionStatus.True)));
        Assert.Equal(["DriftUnknown"], Told(Done(ConditionStatus.True), Done(ConditionStatus.Unknown)));
        Assert.Equal(["DriftDetected"], Told(Done(ConditionStatus.Unknown), Done(ConditionStatus.True)));
        Assert.Equal(["DriftGone"], Told(Done(ConditionStatus.True), Done(ConditionStatus.False)));
        Assert.Equal(["DriftGone"], Told(Done(ConditionStatus.Unknown), Done(ConditionStatus.False)));
    }

    [Fact]
    public void Milestones_Between_Told()
    {
        var before = Running(Condition("PackagesStaged", ConditionStatus.False, "StagingInProgress"));
        var after = Running(Condition("PackagesStaged", ConditionStatus.True, "AllNodesStaged"), Condition("PreflightPassed", ConditionStatus.True, "ChecksPassed"));

        Assert.Equal(["PreflightPassed", "StagingCompleted"], Told(before, after));
    }

    [Fact]
    public void ComponentsMoveOn_Between_EndsAreToldBeforeStarts() => Assert.Equal(
        ["ServiceUpgraded", "ServiceUpgradeStarted"],
        Told(Running() with { CurrentComponent = "key" }, Running() with { CurrentComponent = "image" }));

    [Fact]
    public void Pause_Between_IsNoEndOfAService()
    {
        var working = Running(Condition("Paused", ConditionStatus.False, "NotPaused")) with { CurrentComponent = "key" };
        var paused = Running(Condition("Paused", ConditionStatus.True, "PauseRequested")) with { Stage = "Paused" };

        Assert.Equal(["UpgradePaused"], Told(working, paused));
        Assert.Equal(["UpgradeResumed"], Told(paused, working));
    }

    [Fact]
    public void SchemaWindow_OpensAndCloses_Told()
    {
        var open = Running() with { OpenSchemaWindows = [new SchemaWindow { Component = "key", Since = Now }] };

        Assert.Equal(["SchemaWindowOpened"], Told(Running(), open));
        Assert.Equal(["SchemaWindowClosed"], Told(open, Running()));
    }

    /// <summary>Once for each component, and while it is still open.</summary>
    [Fact]
    public void SchemaWindowIsTooLong_Between_IsToldOnce()
    {
        ClusterUpgradeStatus Open(bool isTooLong) => Running() with { OpenSchemaWindows = [new SchemaWindow { Component = "key", Since = Now, IsTooLong = isTooLong }] };

        Assert.Equal(["SchemaWindowTooLong"], Told(Open(false), Open(true)));
        Assert.Empty(Told(Open(true), Open(true)));
        Assert.Empty(Told(Open(true), Open(false)));
        Assert.Equal(["SchemaWindowClosed"], Told(Open(true), Running()));
    }

    [Fact]
    public void MaintenanceWindow_OpensAndCloses_Told()
    {
        var open = Running() with { Window = new WindowState { Open = true, CloseTime = Now.AddHours(4) } };
        var shut = Running() with { Window = new WindowState { OpenTime = Now.AddDays(1) }, Nodes = new NodeCounts { Updating = 2 } };

        Assert.Equal("nodes may begin, until 2026-01-01 04:00Z", Assert.Single(UpgradeEvents.Between(shut, new UpgradeOutcome { Status = open })).Note);
        Assert.Equal(
            "no other node begins before 2026-01-02 00:00Z; what is begun is finished, on 2 nodes", Assert.Single(UpgradeEvents.Between(open, new UpgradeOutcome { Status = shut })).Note);
        Assert.Equal(["WindowOpened"], Told(shut, open));
        Assert.Equal(["WindowClosed"], Told(open, shut));
        Assert.Empty(Told(Running(), shut));
        Assert.Empty(Told(shut, Running()));
        Assert.Empty(Told(shut, shut with { Window = new WindowState { OpenTime = Now.AddDays(2) } }));
    }

    /// <summary>Nobody asked for that pause: it is no normal one.</summary>
    [Fact]
    public void BudgetSpent_Between_Warned()
    {
        var working = Running(Condition("Paused", ConditionStatus.False, "NotPaused"));
        var spent = Running(Condition("Paused", ConditionStatus.True, "PausedByFailureBudget")) with { Stage = "Paused" };

        Assert.Equal((EventSeverity.Warning, "FailureBudgetExhausted"), (UpgradeEvents.Between(working, new UpgradeOutcome { Status = spent })[0].Severity, Assert.Single(Told(working, spent))));
        Assert.StartsWith("no more nodes are stalled", Assert.Single(UpgradeEvents.Between(spent, new UpgradeOutcome { Status = working })).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Done_Between_ToldOnce()
    {
        var done = Running(Condition("Ready", ConditionStatus.True, "UpgradeSucceeded")) with { Stage = "Done", CompletionTime = Now };

        Assert.Equal(["UpgradeSucceeded"], Told(Running(), done));
        Assert.Empty(Told(done, done));
    }

    [Fact]
    public void DeletedInMidRun_Between_AbortThenWhatIsLeftThenSafeStop()
    {
        var stopping = Running() with { Stage = "Finalizing" };
        var stuck = Running(Condition("Degraded", ConditionStatus.True, "NodesUnreachable")) with { Stage = "Finalizing" };

        Assert.Equal(["UpgradeAborted"], Told(Running(), stopping));
        Assert.Equal(["CleanupIncomplete"], Told(stopping, stuck));
        Assert.Equal(["SafeStopCompleted"], [.. UpgradeEvents.Between(stopping, new UpgradeOutcome { Status = stopping, IsReleasable = true }).Select(told => told.Reason)]);
    }

    [Fact]
    public void DeletedWhenDone_Between_TellsNothing()
    {
        var done = Running() with { CompletionTime = Now, Stage = "Done" };

        Assert.Empty(UpgradeEvents.Between(done, new UpgradeOutcome { Status = done with { Stage = "Finalizing" }, IsReleasable = true }));
    }

    private static string[] Told(ClusterUpgradeStatus? before, ClusterUpgradeStatus after) =>
        [.. UpgradeEvents.Between(before, new UpgradeOutcome { Status = after }).Select(told => told.Reason)];

    private static ClusterUpgradeStatus Bare(string stage, params ImmutableArray<Condition> conditions) => new() { Stage = stage, Conditions = conditions };

    private static ClusterUpgradeStatus Running(params ImmutableArray<Condition> conditions) => Bare("ControlPlane", conditions) with { StartTime = Now };

    private static Condition Condition(string type, ConditionStatus status, string reason) => new(type, status, reason, "because", Now, 1);
}
