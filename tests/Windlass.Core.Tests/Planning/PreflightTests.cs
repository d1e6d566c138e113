using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Planning;

public sealed class PreflightTests
{
    [Fact]
    public void HealthyController_Check_FindsNothing() => Assert.Empty(Preflight.Check(new NodeSight("ctl2").View));

    [Fact]
    public void HalfConfigured_Check_SaysWhatToRun() => AssertFinds(PreflightCheck.PackagesSane, "dpkg --configure -a", sight =>
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Packages["keystone"] with { IsConfigured = false }]));

    [Fact]
    public void PackageOnHold_Check_NamesIt() => AssertFinds(PreflightCheck.PackagesNotHeld, "keystone", sight =>
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Packages["keystone"] with { IsHeld = true }]));

    [Fact]
    public void HAProxyUnreadable_Check_NamesItsNode() => AssertFinds(PreflightCheck.BackendsKnown, "ctl3", sight => sight.Cluster.Node("ctl3").IsReachable = false);

    [Fact]
    public void ServerDown_Check_NamesIt() => AssertFinds(PreflightCheck.BackendsHealthy, "glance/ctl1", sight =>
    {
        sight.Cluster.Balancers.Listen(server => server.Server != new ServerRef("glance", "ctl1"));
        for (var i = 0; i < 3; i++)
        {
            sight.Cluster.Balancers.CheckAll();
        }
    });

    [Fact]
    public void ServerTakenOutByPeople_Check_IsNoFault()
    {
        var sight = new NodeSight("ctl2");
        sight.Cluster.Balancers[new("ctl1")].SetState(new ServerRef("glance", "ctl1"), AdminState.Maintenance);

        Assert.Empty(Preflight.Check(sight.View));
    }

    [Fact]
    public void DiskFull_Check_SaysHowMuchIsFree()
    {
        var view = new NodeSight("ctl2").View;
        var full = view with { Observation = view.Observation with { Machine = view.Observation.Machine with { FreeBytes = 100 << 20 } } };

        var check = Assert.Single(Preflight.Check(full));
        Assert.Equal(PreflightCheck.DiskSpace, check.Check);
        Assert.StartsWith("100 MiB are free", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArchiveUnreachable_Check_SaysSoAndWhereToLook() =>
        AssertResolves("the archive at 10.0.0.1 cannot be read. Look at spec.repository", new TargetResolution { Failure = "the archive at 10.0.0.1 cannot be read" });

    [Fact]
    public void ArchiveWithoutTheTarget_Check_NamesWhatItHas() => AssertResolves(
        "the archives offer python3-nova 2:29.9-1, which is not birch (= 2:30.0-1)",
        new TargetResolution { Candidates = ImmutableSortedDictionary<string, DebianVersion>.Empty.Add("python3-nova", new DebianVersion("2:29.9-1")) });

    [Fact]
    public void DependencyMissing_Check_TellsAptsLine() => AssertResolves("would not install nova: nova-api : Depends: x", Installs(new SimulatedInstall("nova", "nova-api : Depends: x", [], [])));

    [Fact]
    public void RemovalNotOnTheList_Check_NamesPackageAndNode() =>
        AssertResolves("installing nova on ctl2 would remove lab-tools, which spec.removablePackages", Installs(new SimulatedInstall("nova", null, [], ["lab-tools"])));

    [Fact]
    public void RemovalOnTheList_Check_IsNoFault()
    {
        var view = new NodeSight("ctl2").View;

        Assert.Empty(Preflight.Check(view with { Release = view.Release with { RemovablePackages = ["lab-tools"] }, Resolution = Installs(new SimulatedInstall("nova", null, [], ["lab-tools"])) }));
    }

    /// <summary>W16: what one component draws in of another moves before its turn, without drain, stop or schema.</summary>
    [Fact]
    public void OtherComponentWouldMove_Check_NamesBoth() => AssertResolves(
        "installing keystone on ctl2 would also change python3-nova, before the turn of nova",
        Installs(new SimulatedInstall("keystone", null, [new("nova", "python3-nova")], []), new SimulatedInstall("nova", null, [new("keystone", "keystone")], [])));

    [Fact]
    public void SkippedComponentWouldMove_Check_SaysThatItIsLeftAlone()
    {
        var view = new NodeSight("ctl2").View with { SkipComponents = ["nova"] };

        var check = Assert.Single(Preflight.Check(view with { Resolution = Installs(new SimulatedInstall("keystone", null, [new("nova", "python3-nova")], [])) }));

        Assert.Contains("spec.skipComponents leaves nova alone", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DebconfLetsPackagesMigrate_Check_NamesThemAndWhatToRun()
    {
        var resolution = new TargetResolution { SelfMigrations = [new("nova/configure_db", ["nova-common"]), new("novaapi/configure_db", ["nova-api"])] };

        var check = Assert.Single(Preflight.Check(new NodeSight("ctl2").View with { Resolution = resolution }));

        Assert.Equal((PreflightCheck.NoSelfMigration, CheckSeverity.Failure), (check.Check, check.Severity));
        Assert.StartsWith("debconf on ctl2 tells packages to migrate", check.Message, StringComparison.Ordinal);
        Assert.Contains("nova-common (nova/configure_db is true); nova-api (novaapi/configure_db is true)", check.Message, StringComparison.Ordinal);
        Assert.Contains(
            @"printf '%s\n' 'nova-common nova/configure_db boolean false' 'nova-api novaapi/configure_db boolean false' | debconf-set-selections",
            check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DebconfUnreadable_Check_SaysWhatToRun()
    {
        var check = Assert.Single(Preflight.Check(new NodeSight("ctl2").View with { Resolution = new TargetResolution { DebconfFailure = "it ends with an error" } }));

        Assert.Equal(PreflightCheck.NoSelfMigration, check.Check);
        Assert.Contains("debconf on ctl2 cannot be asked", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReleaseHasMigrationQuestions_QuestionAndAllowances_HaveThem()
    {
        var view = new NodeSight("ctl2").View;
        var question = TargetCheck.Question(view with { Release = view.Release with { MigrationQuestions = ["*/configure_db"] } })!;

        Assert.Equal(["*/configure_db"], question.MigrationQuestions);
        Assert.Contains("question */configure_db", question.Wanted);
    }

    [Fact]
    public void NodeBehind_Question_AsksInTheOrderOfTheRelease()
    {
        var question = TargetCheck.Question(new NodeSight("ctl2").View)!;

        Assert.Equal(["keystone", "glance", "nova", "neutron"], question.Components.Select(component => component.Name));
        Assert.Contains("python3-nova", question.Components[2].Packages);
    }

    [Fact]
    public void NodeAtTheTarget_Question_AsksNothing() => Assert.Null(TargetCheck.Question(new NodeSight("ctl2", new LabCloud { Release = "birch" }).View));

    private static TargetResolution Installs(params ImmutableArray<SimulatedInstall> installs) => new() { Installs = installs };

    private static void AssertResolves(string text, TargetResolution resolution)
    {
        var check = Assert.Single(Preflight.Check(new NodeSight("ctl2").View with { Resolution = resolution }));
        Assert.Equal(PreflightCheck.TargetResolves, check.Check);
        Assert.Contains(text, check.Message, StringComparison.Ordinal);
    }

    private static void AssertFinds(PreflightCheck wanted, string text, Action<NodeSight> harm)
    {
        var sight = new NodeSight("ctl2");
        harm(sight);
        var found = Assert.Single(Preflight.Check(sight.View), check => check.Check == wanted);
        Assert.Contains(text, found.Message, StringComparison.Ordinal);
    }
}
