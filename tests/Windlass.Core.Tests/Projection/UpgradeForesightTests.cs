using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Projection;
using Windlass.Core.Tests.Planning;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Projection;

public sealed class UpgradeForesightTests
{
    private static readonly ClusterUpgradeSpec ToBirch = new() { TargetRelease = "birch" };

    /// <summary>The plan is worth nothing unless it is what the run does: the same steps on every node, in the same order.</summary>
    [Fact]
    public void CloudAtAlder_Project_TellsTheStepsThatARunTakes()
    {
        var projection = new LabCloud { Computes = 6 }.Build().Project();

        Assert.Null(projection.StoppedBecause);
        Assert.Equal(new LabCloud { Computes = 6 }.Build().CommandsToTheEnd(), projection.Commands());
    }

    /// <summary>A component that is down everywhere for its schema, a check of new code, a restart at the end.</summary>
    [Fact]
    public void StrictRelease_Project_TellsTheStepsThatARunTakes()
    {
        var cloud = new LabCloud { Computes = 3, Releases = LabReleases.Strict };

        var projection = cloud.Build().Project();

        Assert.Null(projection.StoppedBecause);
        Assert.Equal(cloud.Build().CommandsToTheEnd(), projection.Commands());
    }

    /// <summary>Which packages go is known at the end only; that some do is part of what a person approves.</summary>
    [Fact]
    public void AutoremoveWanted_Project_TellsTheStepsThatARunTakes()
    {
        var cloud = new LabCloud { Spec = ToBirch with { Strategy = new UpgradeStrategy { Autoremove = AutoremovePolicy.AtEnd } } };

        var projection = cloud.Build().Project();

        Assert.Null(projection.StoppedBecause);
        Assert.All(projection.Commands().Values, steps => Assert.Contains("Autoremove, Unquiesce", steps, StringComparison.Ordinal));
        Assert.Equal(Unordered(cloud.Build().CommandsToTheEnd()), Unordered(projection.Commands()));
        Assert.Equal(AutoremovePolicy.AtEnd, projection.Plan!.Autoremove);
    }

    [Fact]
    public void PackageThatTheReleaseSplitsOff_Project_IsTold()
    {
        var birch = LabReleases.Birch;
        var split = birch with
        {
            Spec = birch.Spec with
            {
                Components =
                [
                    .. birch.Spec.Components.Select(component => component.Name == "nova"
                        ? component with { NewPackages = [new NewPackage { Package = "nova-metadata", Beside = "nova-api" }] }
                        : component),
                ],
            },
        };

        var projection = new LabCloud { Releases = [LabReleases.Alder, split] }.Build().Project();

        Assert.Null(projection.StoppedBecause);
        Assert.Equal(new PackageChange("nova-metadata", null, null, ""), Installs(projection, "ctl1").Single(change => change.Name == "nova-metadata"));
        Assert.DoesNotContain(Installs(projection, "cmp01"), change => change.Name == "nova-metadata");
    }

    [Fact]
    public void CloudAtAlder_Project_TellsItWaveByWave() => Golden.Check("projection", new LabCloud().Build().Project().Outline());

    [Fact]
    public void CloudInMidRun_Project_TellsOnlyWhatIsLeft()
    {
        var cluster = new LabCloud().Build().Until(one => one.Now >= one.Start.AddSeconds(60));

        var projection = cluster.Look() with { LoadBalancers = new LabCloud().Build().Balancers.Read() };

        var left = UpgradeForesight.Of(projection, cluster.Now);
        Assert.DoesNotContain("SwitchRepository", left.Outline(), StringComparison.Ordinal);
        Assert.Contains(left.Waves, wave => wave.Stage == "Satellites");
    }

    [Fact]
    public void NobodySwitchedYet_Project_SaysThatVersionsAreKnownAfterStaging()
    {
        var changes = Installs(new LabCloud().Build().Project(), "ctl2");

        Assert.All(changes, change => Assert.Null(change.To));
        Assert.Equal(
            new PackageChange("python3-nova", new DebianVersion("2:29.0-1"), null, "= 2:30.0-1"),
            changes.Single(change => change.Name == "python3-nova"));
    }

    [Fact]
    public void OneNodeSwitchedAlready_Project_TellsItsVersionsForAll()
    {
        var cluster = new LabCloud().Build();
        var net = cluster.Node("net1");
        net.Machine = net.Machine with { RepositoryDigest = RepositoryDigest.Of(LabReleases.Birch.Spec.Repository.Content), IndexedAt = cluster.Now };

        var changes = Installs(cluster.Project(), "ctl2");

        Assert.Equal(new DebianVersion("2:25.0-1"), changes.Single(change => change.Name == "python3-neutron").To);
        Assert.Null(changes.Single(change => change.Name == "neutron-api").To);
    }

    [Fact]
    public void TroubleOnNodes_Project_NamesItAndStillTellsThePlan()
    {
        var cluster = new LabCloud { Spec = ToBirch with { SkipChecks = [PreflightCheck.PackagesNotHeld] } }.Build();
        cluster.Node("cmp01").IsReachable = false;
        var ctl = cluster.Node("ctl2");
        ctl.Machine = ctl.Machine.With([ctl.Machine.Packages["glance-api"] with { IsHeld = true }]);

        var projection = cluster.Project();

        Assert.False(projection.IsPreflightPassed);
        Assert.Equal(
            [("cmp01", PreflightCheck.Reachable, false), ("ctl2", PreflightCheck.PackagesNotHeld, true)],
            projection.Findings.Select(finding => (finding.Node, finding.Check, finding.IsSkipped)));
        Assert.Equal(["cmp02", "ctl1", "ctl2", "ctl3", "net1"], projection.Commands().Keys);
        Assert.Null(projection.StoppedBecause);
    }

    [Fact]
    public void HAProxyThatCannotBeRead_Project_SaysWhereTheRunWouldWait()
    {
        var look = new LabCloud().Build().Look();

        var projection = UpgradeForesight.Of(look with { LoadBalancers = look.LoadBalancers.SetItem(1, new ReadOutcome.Unreadable(new("ctl2"), "no such socket")) }, LabCloud.Start);

        Assert.Contains(projection.Findings, finding => finding is { Node: "ctl1", Check: PreflightCheck.BackendsKnown });
        Assert.Contains("HAProxy on ctl2 cannot be read: no such socket", projection.StoppedBecause, StringComparison.Ordinal);
        Assert.DoesNotContain("Install", projection.Outline(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReleaseThatMayNotFollow_Project_RefusesAsTheRunWould()
    {
        var projection = new LabCloud { Spec = ToBirch with { TargetRelease = "cedar" } }.Build().Project();

        Assert.Equal("UnsupportedUpgradePath", projection.Refusal?.Reason);
        Assert.False(projection.IsPreflightPassed);
        Assert.Empty(projection.Waves);
    }

    [Fact]
    public void EverythingAtTheTarget_Project_TellsNothingToDo()
    {
        var projection = new LabCloud { Release = "birch" }.Build().Project();

        Assert.True(projection.IsPreflightPassed);
        Assert.Equal(("done\n", "birch"), (projection.Outline(), projection.FromRelease));
    }

    [Fact]
    public void Declaration_Scope_NamesTheNodesOrSaysWhatIsWrong()
    {
        var objects = new LabCloud().Build().Objects;

        var scope = UpgradeForesight.Scope(objects.Upgrade, objects.Releases, objects.Nodes, LabCloud.Start);
        var wrong = UpgradeForesight.Scope(objects.Upgrade with { Spec = new() { TargetRelease = "dogwood" } }, objects.Releases, objects.Nodes, LabCloud.Start);

        Assert.Equal(["cmp01", "cmp02", "ctl1", "ctl2", "ctl3", "net1"], Assert.IsType<UpgradeScope.Selected>(scope).Nodes);
        Assert.StartsWith("there is no ClusterRelease dogwood", Assert.IsType<UpgradeScope.Refused>(wrong).Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LivePauseOrClosedWindow_Project_TellsThePlanAllTheSame()
    {
        var plan = new LabCloud().Build().Project().Outline();

        Assert.Equal(plan, new LabCloud { Spec = ToBirch with { PauseRequests = [new PauseRequest { Requester = "ops", Reason = "lunch" }] } }.Build().Project().Outline());
        Assert.Equal(
            plan,
            new LabCloud { Spec = ToBirch with { MaintenanceWindows = [new MaintenanceWindow { Start = "03:00", End = "06:00", LastStartMinutes = 60 }] } }
                .Build().Project().Outline());
    }

    /// <summary>A node tidies up while rows are migrated from it, or after that, as it happens.</summary>
    private static IEnumerable<string> Unordered(SortedDictionary<string, string> steps) => steps.Select(node => $"{node.Key}: {string.Join(", ", node.Value.Split(", ").Order())}");

    private static IEnumerable<PackageChange> Installs(UpgradeProjection projection, string node) => projection.Waves
        .SelectMany(wave => wave.Visits)
        .Where(visit => visit.Node.Metadata.Name == node)
        .SelectMany(visit => visit.Steps)
        .Where(step => step.Step is NodeStep.Install)
        .SelectMany(step => step.Packages);
}
