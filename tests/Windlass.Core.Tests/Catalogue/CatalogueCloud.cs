using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>A small simulated cloud on the way from one release to another; unless said otherwise, one with every service of the catalogue.</summary>
internal sealed class CatalogueCloud(string from, string to)
{
    public ImmutableArray<ClusterRelease> Releases { get; init; } = CatalogueFile.All;

    /// <summary>Nodes, each a name and its roles; those of <see cref="FrontRole"/> have an HAProxy.</summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Roles)> Nodes { get; init; } =
    [
        ("ctl1", ["controller", "messaging"]), ("ctl2", ["controller", "messaging"]), ("net1", ["network"]), ("cmp1", ["compute"]), ("vol1", ["volume"]),
        ("shr1", ["share"]), ("dns1", ["dns"]), ("prx1", ["swiftproxy"]), ("prx2", ["swiftproxy"]), ("sto1", ["swiftstore"]),
    ];

    public string FrontRole { get; init; } = "controller";

    public SimulatedCluster Build() => new ImaginedCloud
    {
        Upgrade = new ClusterUpgrade { Metadata = new ObjectMeta { Name = $"to-{to}", Namespace = "lab" }, Spec = new ClusterUpgradeSpec { TargetRelease = to } },
        Releases = Releases,
        Nodes = [.. Nodes.Select((node, index) => Node(node.Name, node.Roles, index + 1))],
        From = from,
    }.Build(new SimulationSettings(), LabCloud.Start);

    private ClusterNode Node(string name, ImmutableArray<string> roles, int number) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "lab", Generation = 1 },
        Spec = new ClusterNodeSpec
        {
            Address = $"10.77.0.{number}",
            Roles = roles,
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "windlass-ssh" } },
            Haproxy = roles.Contains(FrontRole) ? new NodeHAProxy { ServerName = name } : null,
        },
    };
}
