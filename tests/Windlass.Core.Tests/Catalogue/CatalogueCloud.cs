using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>A small simulated cloud with every service of the catalogue, at one of its releases and on the way to another.</summary>
internal sealed class CatalogueCloud(string from, string to)
{
    private static readonly ImmutableArray<(string Name, ImmutableArray<string> Roles)> Nodes =
    [
        ("ctl1", ["controller", "messaging"]), ("ctl2", ["controller", "messaging"]), ("net1", ["network"]), ("cmp1", ["compute"]), ("vol1", ["volume"]),
        ("shr1", ["share"]), ("dns1", ["dns"]), ("prx1", ["swiftproxy"]), ("prx2", ["swiftproxy"]), ("sto1", ["swiftstore"]),
    ];

    public SimulatedCluster Build() => new ImaginedCloud
    {
        Upgrade = new ClusterUpgrade { Metadata = new ObjectMeta { Name = $"to-{to}", Namespace = "lab" }, Spec = new ClusterUpgradeSpec { TargetRelease = to } },
        Releases = CatalogueFile.All,
        Nodes = [.. Nodes.Select((node, index) => Node(node.Name, node.Roles, index + 1))],
        From = from,
    }.Build(new SimulationSettings(), LabCloud.Start);

    private static ClusterNode Node(string name, ImmutableArray<string> roles, int number) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "lab", Generation = 1 },
        Spec = new ClusterNodeSpec
        {
            Address = $"10.77.0.{number}",
            Roles = roles,
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "windlass-ssh" } },
            Haproxy = roles.Contains("controller") ? new NodeHAProxy { ServerName = name } : null,
        },
    };
}
