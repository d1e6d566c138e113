using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>The table of the design, row by row.</summary>
public sealed class NodePlannerTests
{
    private static readonly ServerRef Keystone2 = new("keystone", "ctl2");

    [Fact]
    public void ComponentNotInstalled_Decide_HasNothingToDo() =>
        Assert.IsType<NodeDecision.Idle>(new NodeSight("net1").Prepared().Grant((WorkKind.Upgrade, "keystone")).Decision);

    [Fact]
    public void EverythingAtTheTarget_Decide_HasNothingToDo()
    {
        var sight = new NodeSight("ctl2", new LabCloud { Release = "birch" }).Prepared().Grant((WorkKind.Upgrade, "keystone"));

        Assert.IsType<NodeDecision.Idle>(sight.Decision);
        Assert.True(sight.Plan.IsPrepared);
    }

    [Fact]
    public void NothingGranted_Decide_WaitsAndTouchesNothing()
    {
        var sight = new NodeSight("ctl2");

        Assert.IsType<NodeDecision.Idle>(sight.Decision);
        Assert.True(sight.Plan.IsGivenBack);
    }

    [Fact]
    public void ConfigurationManagementRuns_Decide_StopsItFirst() =>
        Assert.Equal(["puppet.service"], new NodeSight("ctl2").Grant((WorkKind.Prepare, "")).Wanted<NodeStep.Quiesce>().Units);

    [Fact]
    public void OldSource_Decide_SwitchesIt() => new NodeSight("ctl2").Grant((WorkKind.Prepare, "")).Do().Wanted<NodeStep.SwitchRepository>();

    [Fact]
    public void ArtefactsNotDownloaded_Decide_Stages()
    {
        var stage = new NodeSight("net1").Grant((WorkKind.Prepare, "")).Do().Do().Wanted<NodeStep.Stage>();

        Assert.Equal(["neutron-l3-agent=2:25.0-1", "python3-neutron=2:25.0-1"], stage.Packages.Select(pin => pin.ToString()));
    }

    [Fact]
    public void InRotationOnOldCode_Decide_Drains() => Assert.Equal(["keystone"], Keystone().Wanted<NodeStep.Drain>().Backends);

    [Fact]
    public void TooFewOthersInRotation_Decide_WaitsForTheFloor()
    {
        var sight = Keystone();
        sight.Cluster.DrainByPeople("keystone", "ctl1");
        sight.Cluster.DrainByPeople("keystone", "ctl3");

        Assert.Contains("keystone", sight.Waits(WaitReason.MinHealthyGuard).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HAProxyUnreadable_Decide_NeverTakesItForFine()
    {
        var sight = Keystone();
        sight.Cluster.Node("ctl3").IsReachable = false;

        Assert.Contains("ctl3", sight.Waits(WaitReason.LoadBalancerUnknown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DrainedWithSessionsLeft_Decide_WaitsUntilTheDeadline()
    {
        var sight = Drained(sessions: 2);

        sight.Waits(WaitReason.SessionsRemaining);
    }

    [Fact]
    public void SessionsPastTheDeadline_Decide_FailsByDefault()
    {
        var sight = Drained(sessions: 2);
        sight.Now += TimeSpan.FromSeconds(60);

        sight.Waits(WaitReason.DrainTimedOut);
    }

    [Fact]
    public void SessionsPastTheDeadline_DecideWithCloseSessions_TakesTheServerOut()
    {
        var sight = Drained(sessions: 2);
        sight.Order = sight.Order with { ControlPlane = new ControlPlaneStrategy { OnDrainTimeout = DrainTimeoutPolicy.CloseSessions } };
        sight.Now += TimeSpan.FromSeconds(60);

        sight.Wanted<NodeStep.Isolate>();
    }

    [Fact]
    public void DrainedAndEmpty_Decide_Isolates() => Drained(sessions: 0).Wanted<NodeStep.Isolate>();

    [Fact]
    public void ReloadForgotTheDrain_Decide_DrainsAgain()
    {
        var sight = Drained(sessions: 0).Do();
        sight.Cluster.Balancers[new("ctl1")].Reload();
        sight.Cluster.Balancers.CheckAll();

        sight.Wanted<NodeStep.Drain>();
    }

    [Fact]
    public void OutOfRotationWithOldPackages_Decide_StopsWhatTakesRequestsFirst()
    {
        var stop = Sight("nova").Until<NodeStep.StopAndHold>().Wanted<NodeStep.StopAndHold>();

        Assert.Equal(["nova-api.service", "nova-conductor.service"], stop.Units);
        Assert.Equal(180, stop.StopSeconds);
    }

    [Fact]
    public void NotBehindHAProxy_Decide_StopsAtOnce() =>
        new NodeSight("cmp01").Prepared().Grant((WorkKind.Upgrade, "nova")).Wanted<NodeStep.StopAndHold>();

    [Fact]
    public void HeldWithOldPackages_Decide_InstallsExactVersions()
    {
        var install = Keystone().Until<NodeStep.Install>().Wanted<NodeStep.Install>();

        Assert.Equal(["keystone=2:26.0-1", "python3-keystone=2:26.0-1"], install.Packages.Select(pin => pin.ToString()));
        Assert.Equal(["keystone.service"], install.GuardedUnits);
    }

    /// <summary>W16: a dependency of one component must not bring another one to the target before its turn.</summary>
    [Fact]
    public void HeldWithOldPackages_Decide_LetsNoOtherComponentMove()
    {
        var install = Keystone().Until<NodeStep.Install>().Wanted<NodeStep.Install>();

        Assert.All(["glance", "nova", "neutron"], other => Assert.Contains(other, install.HeldSources));
        Assert.DoesNotContain("keystone", install.HeldSources);
    }

    [Fact]
    public void SchemaDueHere_Decide_ExpandsThenMigratesBeforeTheStart()
    {
        var sight = Keystone().Grant((WorkKind.MoveSchema, "keystone")).Until<NodeStep.SyncSchema>();

        Assert.Equal(SchemaPhase.Expand, sight.Wanted<NodeStep.SyncSchema>().Phase);
        Assert.Equal(SchemaPhase.Migrate, sight.Do().Wanted<NodeStep.SyncSchema>().Phase);
        sight.Do().Wanted<NodeStep.Release>();
    }

    [Fact]
    public void NewPackagesAndHeld_Decide_ReleasesInStartOrder() => Assert.Equal(
        ["nova-conductor.service", "nova-api.service"], Sight("nova").Until<NodeStep.Release>().Wanted<NodeStep.Release>().Units);

    [Fact]
    public void ProcessOlderThanTheInstall_Decide_Restarts()
    {
        var sight = new NodeSight("cmp01", new LabCloud { Release = "birch" }).Prepared().Grant((WorkKind.Upgrade, "nova"));
        sight.Node.Machine = sight.Node.Machine.With(sight.Node.Machine.Packages.Values.Select(package => package with { UnpackedAt = LabCloud.Start }));

        Assert.Equal(["nova-compute.service"], sight.Wanted<NodeStep.Restart>().Units);
    }

    /// <summary>It used to be restarted; a restart leaves alone what does not run, so the step succeeded and was wanted again without end.</summary>
    [Fact]
    public void EnabledUnitIsDown_Decide_StartsIt()
    {
        var sight = new NodeSight("cmp01", new LabCloud { Release = "birch" }).Prepared().Grant((WorkKind.Upgrade, "nova"));
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Units["nova-compute.service"] with { IsActive = false }]);

        Assert.Equal(["nova-compute.service"], sight.Wanted<NodeStep.Release>().Units);
        Assert.IsType<NodeDecision.Idle>(sight.Do().Decision);
    }

    [Fact]
    public void ProbeFails_Decide_KeepsTheNodeOut()
    {
        var sight = Keystone().Until<NodeStep.Release>().Do();
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Units["keystone.service"] with { Port = 0 }]);

        Assert.Contains("http://10.77.0.12:5000/", sight.Waits(WaitReason.ProbeFailing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HealthyAndDrainedByUs_Decide_Restores() => Keystone().Until<NodeStep.Release>().Do().Wanted<NodeStep.Restore>();

    [Fact]
    public void HalfConfigured_Decide_RepairsBeforeAllElse()
    {
        var sight = Keystone();
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Packages["keystone"] with { IsConfigured = false }]);

        sight.Wanted<NodeStep.RepairPackages>();
    }

    [Fact]
    public void DpkgLocked_Decide_WaitsInsteadOfFailing()
    {
        var sight = Keystone().Until<NodeStep.Install>();
        sight.Node.Machine = sight.Node.Machine with { LockHolder = "unattended-upgr" };

        Assert.Contains("unattended-upgr", sight.Waits(WaitReason.AptLocked).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepFailed_Decide_WaitsThenTriesAgain()
    {
        var sight = Keystone().Until<NodeStep.Install>();
        sight.Node.Expect(new StepFault("Install", StepHarm.Fails));
        sight.Do();

        Assert.Equal(1, sight.Waits(WaitReason.RetryPending).Attempt);
        sight.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(2, Assert.IsType<NodeDecision.Run>(sight.Decision).Attempt);
    }

    [Fact]
    public void StepRuns_Decide_AttachesToIt()
    {
        var sight = Keystone().Until<NodeStep.Install>();
        var run = Assert.IsType<NodeDecision.Run>(sight.Decision);
        sight.Node.Advance(run.Id, (NodeStep.Command)run.Step, run.Attempt, sight.Now, TimeSpan.FromMinutes(1));

        Assert.Equal(run with { Attempt = 1 }, Assert.IsType<NodeDecision.Run>(sight.Decision) with { Step = run.Step });
    }

    [Fact]
    public void AnotherStepStillRuns_Decide_WaitsForItsEnd()
    {
        var sight = Keystone();
        sight.Node.Advance(new("restart-nova-000000000000"), new NodeStep.Restart("nova", ["nova-api.service"], 60, RestartCause.OldCode), 1, sight.Now, TimeSpan.FromMinutes(1));

        sight.Waits(WaitReason.StepStillRunning);
    }

    [Fact]
    public void Paused_Decide_BeginsNothing()
    {
        var sight = Keystone();
        sight.Order = sight.Order with { Mode = WorkMode.Pause };

        sight.Waits(WaitReason.Paused);
    }

    /// <summary>Deleted while a node's old source was in place: its services were drained and stopped for an install of nothing.</summary>
    [Fact]
    public void WrapUpBeforeTheSwitch_Decide_TouchesNoService()
    {
        var sight = new NodeSight("ctl1");
        sight.Order = sight.Order with { Mode = WorkMode.WrapUp };

        Assert.IsType<NodeDecision.Idle>(sight.Decision);
        Assert.All(sight.Plan.Components, component => Assert.Equal(ComponentState.Behind, component.State));
    }

    [Fact]
    public void WrapUpBeforeTheInstall_Decide_StartsTheOldCodeAgainAndRestores()
    {
        var sight = Keystone().Until<NodeStep.Install>();
        sight.Order = sight.Order with { Mode = WorkMode.WrapUp };

        sight.Wanted<NodeStep.Release>();
        sight.Do().Wanted<NodeStep.Restore>();
    }

    [Fact]
    public void ForeignDrainLiftedInMidWork_Drain_IsOursFromThenOn()
    {
        var sight = Keystone();
        sight.Cluster.Balancers[new("ctl1")].SetState(Keystone2, AdminState.Drain);
        sight.Do();
        Assert.True(Assert.Single(sight.Drains, drain => drain.Instance.Value == "ctl1").IsForeign());

        sight.Cluster.Balancers[new("ctl1")].SetState(Keystone2, AdminState.Ready);
        sight.Cluster.Balancers.CheckAll();
        sight.Wanted<NodeStep.Drain>();
        sight.Do();

        Assert.DoesNotContain(sight.Drains, drain => drain.IsForeign());
        sight.Wanted<NodeStep.Isolate>();
    }

    private static NodeSight Keystone() => Sight("keystone");

    private static NodeSight Sight(string component) => new NodeSight("ctl2").Prepared().Grant((WorkKind.Upgrade, component));

    private static NodeSight Drained(long sessions)
    {
        var sight = Keystone().Do();
        sight.Cluster.Balancers[new("ctl1")].SetSessions(Keystone2, sessions);
        sight.PreviousStep = new NodeStepStatus { Name = "Drain", Component = "keystone", StartTime = sight.Now };
        return sight;
    }
}
