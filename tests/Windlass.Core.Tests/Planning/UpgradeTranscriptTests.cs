using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Planning;

/// <summary>Whole upgrades of a simulated cloud, event by event.</summary>
public sealed class UpgradeTranscriptTests
{
    private static readonly ClusterUpgradeSpec ToBirch = new() { TargetRelease = "birch" };

    [Fact]
    public void SixNodesAtAlder_Upgrade_ReachBirchInOrder() => Golden.Check("plain", new LabCloud().Build().ToTheEnd().Transcript());

    /// <summary>A component that upstream wants down everywhere, a check of new code, and a restart at the end.</summary>
    [Fact]
    public void StrictRelease_Upgrade_StopsTogetherChecksAndRestartsAtTheEnd() => Check("strict-release", new LabCloud { Computes = 1, Releases = LabReleases.Strict });

    /// <summary>Out of rotation one controller at a time, computes two at a time, then the agents are given back; where one was off, nothing is run.</summary>
    [Fact]
    public void ConfigurationRunAtTheEnd_Upgrade_IsDrainedPacedAndOnlyWhereTheAgentRan()
    {
        var cluster = Check(
            "configuration-run",
            new LabCloud
            {
                Computes = 3,
                Releases = LabReleases.Configured(LabReleases.All),
                Spec = ToBirch with { Strategy = new UpgradeStrategy { Satellites = new UpgradeStrategy().Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 2, SettleSeconds = 5 }) } },
            },
            Happens(0, "puppet is off on cmp02", cluster => cluster.Disable("cmp02", "puppet.service")),
            Happens(0, "the first run on ctl3 will fail", cluster => cluster.Node("ctl3").Expect(new StepFault("Configure", StepHarm.Fails))));

        Assert.Equal(6, cluster.Events.Where(one => one.Text.StartsWith("Configure: ", StringComparison.Ordinal)).Select(one => one.Subject).Distinct().Count());
        Assert.False(cluster.Node("cmp02").Machine.Units["puppet.service"].IsActive);
    }

    /// <summary>Two computes of one rack and one of another ask for it, and a controller; the holder of the address asks for none.</summary>
    [Fact]
    public void RebootsRequired_UpgradeIfRequired_AreDrainedOnceAndNeverTwoInOneRack()
    {
        var satellites = new SatelliteStrategy { MaxInFlight = 3, SettleSeconds = 5, Reboot = RebootPolicy.IfRequired };
        var cluster = Check(
            "reboot-if-required",
            new LabCloud
            {
                HasNetwork = false,
                Computes = 4,
                Components = ["keystone", "nova"],
                Releases = LabReleases.With(LabReleases.All, ["keystone", "nova"]),
                RebootsRequired = 0b1011010,
                Spec = ToBirch with
                {
                    Strategy = new UpgradeStrategy
                    {
                        ControlPlane = new ControlPlaneStrategy { Reboot = RebootPolicy.IfRequired },
                        Satellites = new UpgradeStrategy().Satellites.Add("compute", satellites),
                    },
                },
            },
            Happens(0, "the first reboot of ctl2 will fail", cluster => cluster.Node("ctl2").Expect(new StepFault("Reboot", StepHarm.Fails))));

        Assert.Equal(["cmp01", "cmp02", "cmp04", "ctl2"], cluster.Nodes.Where(node => node.Boot == 2).Select(node => node.Name.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RebootsRequired_UpgradeByDefault_RebootsNothing()
    {
        var cluster = new LabCloud { Computes = 1, RebootsRequired = 0b11111 }.Build().ToTheEnd();

        Assert.All(cluster.Nodes, node => Assert.Equal(1, node.Boot));
    }

    [Fact]
    public void NoConfigurationRunWanted_Upgrade_OnlyGivesTheAgentBack()
    {
        var cluster = new LabCloud
        {
            Computes = 1,
            Releases = LabReleases.Configured(LabReleases.All),
            Spec = ToBirch with { Strategy = new UpgradeStrategy { ConfigurationRun = ConfigurationPolicy.Never } },
        }.Build().ToTheEnd();

        Assert.DoesNotContain("Configure", cluster.Transcript(), StringComparison.Ordinal);
        Assert.All(cluster.Nodes, node => Assert.True(node.Machine.Units["puppet.service"].IsActive));
    }

    /// <summary>Nothing is touched before the window opens, three minutes later.</summary>
    [Fact]
    public void WindowOpensLater_Upgrade_Waits() => Check(
        "maintenance-window",
        new LabCloud { Computes = 1, Spec = ToBirch with { MaintenanceWindows = [new MaintenanceWindow { Start = "00:03", End = "06:00", LastStartMinutes = 60 }] } });

    [Fact]
    public void TwoComponentsAtOnce_Upgrade_MovesOneSchemaAtATime() => Check(
        "parallel-components",
        new LabCloud { Computes = 0, Spec = ToBirch with { Strategy = new UpgradeStrategy { ControlPlane = new ControlPlaneStrategy { ParallelComponents = 2 } } } });

    /// <summary>Held when they would begin, then at half of the width, then at the whole one.</summary>
    [Fact]
    public void MessageBusUnderWater_Upgrade_HoldsTheSatellitesSaysWhyAndGoesOnNarrower() => Check(
        "message-bus",
        new LabCloud
        {
            Computes = 8,
            HasNetwork = false,
            Components = ["keystone", "nova"],
            Releases = LabReleases.With(LabReleases.All, ["keystone", "nova"]),
            Spec = ToBirch with
            {
                Gates = [new HealthGate { Name = "message-bus", OnRoles = ["controller"], Satellites = ["compute"], RabbitmqBacklog = new RabbitmqBacklogGate() }],
                Strategy = new UpgradeStrategy { Satellites = new UpgradeStrategy().Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 4, SettleSeconds = 10 }) },
            },
        },
        Happens(0, "the message bus is under water", cluster => cluster.Gates.Press("message-bus")),
        Happens(160, "the message bus is well again", cluster => cluster.Gates.Release("message-bus")));

    [Fact]
    public void InstallFailsTwice_Upgrade_TriesAgainWithGrowingPauses() => Check(
        "install-fails-twice",
        new LabCloud { Computes = 0 },
        Happens(0, "the next two installs on ctl3 will fail", cluster =>
        {
            cluster.Node("ctl3").Expect(new StepFault("Install", StepHarm.Fails));
            cluster.Node("ctl3").Expect(new StepFault("Install", StepHarm.LeavesPackagesHalfDone));
        }));

    [Fact]
    public void PausedInMidRun_Upgrade_FinishesTheStepInHandAndWaits() => Check(
        "pause-and-resume",
        new LabCloud { Computes = 0 },
        Happens(36, "ops asks for a pause", cluster => cluster.Objects.Declare(
            ToBirch with { PauseRequests = [new PauseRequest { Requester = "ops", Reason = "lunch" }] })),
        Happens(66, "ops takes the pause back", cluster => cluster.Objects.Declare(ToBirch)));

    [Fact]
    public void DeletedInMidRun_Upgrade_GivesEverythingBackAndGoes() => Check(
        "deleted-in-mid-run",
        new LabCloud(),
        Happens(36, "the upgrade is deleted", cluster => cluster.Objects.Delete(cluster.Now)));

    /// <summary>Seen, said, and left as it is.</summary>
    [Fact]
    public void ServiceIsStoppedAfterTheEnd_Upgrade_SaysSoAndRepairsNothing()
    {
        var cluster = new LabCloud { Computes = 1 }.Build().ToTheEnd();
        var node = cluster.Node("cmp01");
        var (steps, stopped) = (cluster.Objects.Upgrade.Status!.StepsRun, node.Machine.Units["nova-compute.service"] with { IsActive = false });
        node.Machine = node.Machine.With([stopped]);

        cluster.Until(one => one.Is("Drifted"), 200_000);

        Assert.StartsWith("cmp01: nova: nova-compute.service does not run", cluster.Condition("Drifted")!.Message, StringComparison.Ordinal);
        Assert.Equal((steps, false), (cluster.Objects.Upgrade.Status!.StepsRun, node.Machine.Units["nova-compute.service"].IsActive));
        Assert.True(cluster.Is("Ready"));
    }

    /// <summary>As a deletion, but the object stays, with the reason, and its grants are gone.</summary>
    [Fact]
    public void AbortedInMidRun_Upgrade_GivesEverythingBackAndStays()
    {
        var cluster = new LabCloud { Settings = new SimulationSettings { Happenings = [Happens(36, "the upgrade is aborted", one => one.Objects.Declare(ToBirch with { Abort = true }))] } }
            .Build().Until(one => one.Objects.Upgrade.Status is { Stage: "Aborted" });
        cluster.Until(one => one.Now - one.Objects.Upgrade.Status!.CompletionTime > TimeSpan.FromMinutes(1));

        Golden.Check("aborted-in-mid-run", cluster.Transcript());
        Assert.Equal(("Aborted", ConditionStatus.False), (cluster.Condition("Ready")!.Reason, cluster.Condition("Ready")!.Status));
        Assert.All(cluster.Objects.Orders, order => Assert.Empty(order.Spec.Grants));
        Assert.Empty(cluster.Balancers.Outline());
    }

    [Fact]
    public void ForeignDrainAndDisabledUnit_Upgrade_LeavesBothAsTheyWere()
    {
        var cluster = Check(
            "foreign-drain-and-disabled-unit",
            new LabCloud { Computes = 0 },
            Happens(0, "somebody drains keystone/ctl3 everywhere", cluster => cluster.DrainByPeople("keystone", "ctl3")),
            Happens(0, "nova-conductor is disabled and down on ctl2", cluster => cluster.Disable("ctl2", "nova-conductor.service")));

        Assert.Equal("keystone/ctl3 on ctl1 Drain; keystone/ctl3 on ctl2 Drain; keystone/ctl3 on ctl3 Drain", cluster.Balancers.Outline());
        Assert.False(cluster.Node("ctl2").Machine.Units["nova-conductor.service"].IsActive);
    }

    [Fact]
    public void HAProxyReloadsInMidDrain_Upgrade_DrainsAgain() => Check(
        "haproxy-reload-in-mid-drain",
        new LabCloud { Computes = 0 },
        Happens(8, "keystone on ctl2 has 3 sessions on the instance of ctl1", cluster => cluster.Balancers[new("ctl1")].SetSessions(new ServerRef("keystone", "ctl2"), 3)),
        Happens(12, "HAProxy on ctl1 is reloaded", cluster => cluster.Balancers[new("ctl1")].Reload()),
        Happens(20, "the sessions end", cluster => cluster.Balancers[new("ctl1")].SetSessions(new ServerRef("keystone", "ctl2"), 0)));

    [Fact]
    public void SecondControllerHoldsTheFloatingAddress_Upgrade_GoesLast() =>
        Check("floating-address-last", new LabCloud { Computes = 0, AddressHolder = "ctl2" });

    [Fact]
    public void TwelveComputesInThreeRacks_Upgrade_KeepsWidthSettleTimeAndRack() => Check(
        "satellites",
        new LabCloud
        {
            Controllers = 2,
            Computes = 12,
            Spec = ToBirch with
            {
                Strategy = new UpgradeStrategy
                {
                    Satellites = ToBirch.Strategy.Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 3, SettleSeconds = 20, PerFailureDomain = true }),
                },
            },
        });

    /// <summary>Nova is down everywhere for its schema, on computes too. What is left of them, neutron, used to go on all of them at once.</summary>
    [Fact]
    public void ComputesWereStoppedWithOneComponent_Upgrade_KeepsTheirWidthForTheRest()
    {
        var birch = LabReleases.Birch with
        {
            Spec = LabReleases.Birch.Spec with
            {
                Components = [.. LabReleases.Birch.Spec.Components.Select(one => one.Name == "nova" ? one with { Schema = one.Schema! with { Window = SchemaWindowKind.AllStopped } } : one)],
            },
        };
        var strategy = new UpgradeStrategy { Satellites = ToBirch.Strategy.Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 1, SettleSeconds = 20 }) };

        var cluster = new LabCloud { Computes = 3, Releases = [LabReleases.Alder, birch, LabReleases.Cedar], Spec = ToBirch with { Strategy = strategy } }.Build().ToTheEnd();

        var begun = cluster.Events.Where(one => one is { Kind: SimulationEventKind.Granted, Text: "Upgrade neutron" } && one.Subject.StartsWith("cmp", StringComparison.Ordinal)).Select(one => one.At).ToArray();
        Assert.Equal(3, begun.Length);
        Assert.All(begun.Zip(begun.Skip(1)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(20)));
        Assert.Equal("UpgradeSucceeded", cluster.Condition("Ready")?.Reason);
    }

    [Fact]
    public void EverythingAtTheTarget_Upgrade_TouchesNothing() => Check("already-at-target", new LabCloud { Release = "birch" });

    [Fact]
    public void NodesAreNewer_Upgrade_IsRefused() => Check("downgrade", new LabCloud { Release = "cedar" });

    [Fact]
    public void PackagesFitNoRelease_Upgrade_IsRefused() => Check(
        "unknown-release",
        new LabCloud(),
        Happens(0, "keystone on ctl2 was built by hand", cluster =>
        {
            var node = cluster.Node("ctl2");
            node.Machine = node.Machine.With([node.Machine.Packages["python3-keystone"] with { Version = new DebianVersion("2:25.9-0local1") }]);
        }));

    [Fact]
    public void TargetThatNobodyKnows_Upgrade_IsRefused() => Check("unknown-target", new LabCloud { Spec = new ClusterUpgradeSpec { TargetRelease = "dogwood" } });

    private static SimulatedCluster Check(string name, LabCloud cloud, params Happening[] happenings)
    {
        var cluster = (cloud with { Settings = new SimulationSettings { Happenings = [.. happenings] } }).Build().ToTheEnd();
        Golden.Check(name, cluster.Transcript());
        return cluster;
    }

    private static Happening Happens(double seconds, string text, Action<SimulatedCluster> act) => new(TimeSpan.FromSeconds(seconds), text, act);
}
