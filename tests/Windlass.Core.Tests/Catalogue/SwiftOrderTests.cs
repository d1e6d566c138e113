using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>Storage nodes zone by zone and the proxies last, by the catalogue alone: the user has asked for a wide window, and for no domains.</summary>
public sealed class SwiftOrderTests
{
    [Fact]
    public void ThreeZones_Upgrade_TakesOneAtATimeAndTheProxiesLast()
    {
        var (cluster, zones, order) = (Cloud(), new List<string>(), new List<string>());
        var widest = 0;

        cluster.Until(one =>
        {
            var away = one.Nodes.Where(node => node.Spec.Roles.Contains("swiftstore") && node.Machine.Units.Values.Any(unit => unit is { Package: not null, Hold: not null })).ToArray();
            widest = Math.Max(widest, away.Length);
            var together = away.Select(node => node.Spec.FailureDomain).Distinct().ToArray();
            if (together.Length > 1)
            {
                Assert.Fail($"away at once: {string.Join(", ", together)}\n{one.Transcript()}");
            }

            if (one.Completed is { Step: NodeStep.Install { Component: "swift" } } completed)
            {
                order.Add(completed.Node.Spec.Roles[0]);
                zones.AddRange(together.Except(zones.TakeLast(1)));
            }

            return one.Is("Ready");
        });

        Assert.Equal(["zone-1", "zone-2", "zone-3"], zones);
        Assert.Equal(2, widest);
        Assert.Equal([.. Enumerable.Repeat("swiftstore", 6), "swiftproxy", "swiftproxy"], order);
    }

    /// <summary>What a person approves tells the same order, and the forecast knows it.</summary>
    [Fact]
    public void ThreeZones_Plan_EndsWithTheProxies()
    {
        var cluster = Cloud();
        cluster.Until(one => !one.Objects.Plans.IsEmpty);

        var waves = cluster.Objects.Plans[0].Spec.Waves.Where(wave => wave.Nodes.Any(name => name.StartsWith("sto", StringComparison.Ordinal) || name.StartsWith("prx", StringComparison.Ordinal)))
            .Where(wave => wave.Stage is UpgradeStage.ControlPlane or UpgradeStage.Satellites).Select(wave => $"{wave.Stage} {string.Join(' ', wave.Nodes.Where(name => name[0] is 's' or 'p'))}").ToArray();

        Assert.Equal(
            ["Satellites sto1 sto4", "Satellites sto2 sto5", "Satellites sto3 sto6", "ControlPlane prx1", "ControlPlane prx2"], waves);
    }

    private static SimulatedCluster Cloud()
    {
        ImmutableArray<ClusterNode> nodes =
        [
            Node("ctl1", "controller", "", 1), Node("ctl2", "controller", "", 2), Node("prx1", "swiftproxy", "", 3), Node("prx2", "swiftproxy", "", 4),
            .. Enumerable.Range(1, 6).Select(number => Node($"sto{number}", "swiftstore", $"zone-{((number - 1) % 3) + 1}", 10 + number)),
        ];
        return new ImaginedCloud
        {
            Upgrade = new ClusterUpgrade
            {
                Metadata = new ObjectMeta { Name = "to-epoxy", Namespace = "lab" },
                Spec = new ClusterUpgradeSpec
                {
                    TargetRelease = "epoxy",
                    Strategy = new UpgradeStrategy { Satellites = new UpgradeStrategy().Satellites.Add("swiftstore", new SatelliteStrategy { MaxInFlight = 6, SettleSeconds = 5 }) },
                },
            },
            Releases = CatalogueFile.All,
            Nodes = nodes,
            From = "dalmatian",
        }.Build(new SimulationSettings(), LabCloud.Start);
    }

    private static ClusterNode Node(string name, string role, string domain, int number) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "lab", Generation = 1 },
        Spec = new ClusterNodeSpec
        {
            Address = $"10.77.0.{number}",
            Roles = [role],
            FailureDomain = domain,
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "windlass-ssh" } },
            Haproxy = role == "controller" ? new NodeHAProxy { ServerName = name } : null,
        },
    };
}
