using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Simulation;

/// <summary>The lab of real nodes as a simulated cloud: controllers behind HAProxy, one network node, computes; at alder.</summary>
internal sealed record LabCloud
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A library without use from the beginning.</summary>
    public const string LeftAlone = "python3-left-alone";

    public int Controllers { get; init; } = 3;

    public int Computes { get; init; } = 2;

    /// <summary>Has a network node beside them.</summary>
    public bool HasNetwork { get; init; } = true;

    /// <summary>What is installed at all.</summary>
    public ImmutableArray<string> Components { get; init; } = ["keystone", "glance", "nova", "neutron"];

    public string Release { get; init; } = "alder";

    public ImmutableArray<ClusterRelease> Releases { get; init; } = LabReleases.All;

    public ClusterUpgradeSpec Spec { get; init; } = new() { TargetRelease = "birch" };

    public SimulationSettings Settings { get; init; } = new();

    /// <summary>Nodes of one role in a row that share a rack; there are three racks.</summary>
    public int NodesPerRack { get; init; } = 1;

    /// <summary>Which nodes ask for a reboot from the beginning, as bits by their order.</summary>
    public int RebootsRequired { get; init; }

    /// <summary>The controller that holds the floating address.</summary>
    public string AddressHolder { get; init; } = "ctl1";

    public SimulatedCluster Build()
    {
        var mirror = LabReleases.Mirror();
        ImmutableArray<ClusterNode> nodes =
        [
            .. Enumerable.Range(1, Controllers).Select(number => Node($"ctl{number}", "controller", $"10.77.0.{10 + number}", number)),
            .. HasNetwork ? [Node("net1", "network", "10.77.0.20", 1)] : Array.Empty<ClusterNode>(),
            .. Enumerable.Range(1, Computes).Select(number => Node($"cmp{number:D2}", "compute", $"10.77.1.{number}", number)),
        ];
        var upgrade = new ClusterUpgrade { Metadata = new ObjectMeta { Name = "to-birch", Namespace = "lab", Uid = "u1", CreationTimestamp = Start }, Spec = Spec };
        return new SimulatedCluster(
            new SimulatedObjects(upgrade, Releases, nodes),
            [.. nodes.Select((node, i) => Machine(node, mirror, isRebootRequired: (RebootsRequired & (1 << i)) != 0))],
            [.. nodes.Where(node => node.Spec.Haproxy is not null).SelectMany(Servers)],
            Settings,
            Start);
    }

    private ClusterNode Node(string name, string role, string address, int number) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "lab", Generation = 1 },
        Spec = new ClusterNodeSpec
        {
            Address = address,
            Roles = [role],
            FailureDomain = $"rack-{(char)('a' + ((number - 1) / NodesPerRack % 3))}",
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "windlass-ssh" } },
            Haproxy = role == "controller" ? new NodeHAProxy { ServerName = name } : null,
        },
    };

    private IEnumerable<SimulatedServer> Servers(ClusterNode node) =>
        new[] { ("keystone", 5000), ("glance", 9292), ("nova", 8774), ("neutron", 9696) }
            .Where(backend => Components.Contains(backend.Item1))
            .Select(backend => new SimulatedServer(new ServerRef(backend.Item1, node.Metadata.Name), node.Spec.Address, backend.Item2));

    private SimulatedNode Machine(ClusterNode node, SimulatedMirror mirror, bool isRebootRequired)
    {
        var versions = LabReleases.Versions(Release);
        var installed = Packages(node.Spec.Roles[0]).Where(package => Components.Contains(package.Source)).ToArray();
        var packages = installed.Select(package => new SimulatedPackage(package.Name, package.Source, versions[package.Source]) { UnpackedAt = Start.AddDays(-1) });
        var machine = new SimulatedMachine { IsRebootRequired = isRebootRequired }.With(packages).With(Units(node.Spec.Roles[0]).Where(unit => unit.Package is null || installed.Any(package => package.Name == unit.Package)).Select(unit => unit with { StartedAt = Start.AddHours(-1) }));
        machine = Spec.Strategy.Autoremove == AutoremovePolicy.AtEnd ? machine with { Libraries = Libraries(machine) } : machine;
        return new SimulatedNode(new NodeName(node.Metadata.Name), node.Spec, machine, mirror)
        {
            FloatingAddress = node.Metadata.Name == AddressHolder ? "10.77.0.10" : null,
        };
    }

    /// <summary>One that every component's old release needs, and one that nothing does: an administrator has left it.</summary>
    private static ImmutableArray<SimulatedLibrary> Libraries(SimulatedMachine machine) =>
    [
        .. machine.Packages.Values.Where(package => package.Name.StartsWith("python3-", StringComparison.Ordinal))
            .Select(package => new SimulatedLibrary($"{package.Name}-old", package.Name, package.Version)),
        new SimulatedLibrary(LeftAlone, "", default),
    ];

    private static IEnumerable<SimulatedPackage> Packages(string role) => role switch
    {
        "controller" =>
        [
            Package("keystone", "keystone"), Package("python3-keystone", "keystone"),
            Package("glance-api", "glance"), Package("python3-glance", "glance"),
            Package("nova-api", "nova"), Package("nova-conductor", "nova"), Package("python3-nova", "nova"),
            Package("neutron-api", "neutron"), Package("python3-neutron", "neutron"),
        ],
        "network" => [Package("neutron-l3-agent", "neutron"), Package("python3-neutron", "neutron")],
        _ => [Package("nova-compute", "nova"), Package("python3-nova", "nova"), Package("neutron-ovs-agent", "neutron"), Package("python3-neutron", "neutron")],
    };

    private static IEnumerable<SimulatedUnit> Units(string role) => role switch
    {
        "controller" =>
        [
            Unit("keystone", 5000), Unit("glance-api", 9292), Unit("nova-api", 8774), Unit("nova-conductor"), Unit("neutron-api", 9696), Puppet,
        ],
        "network" => [Unit("neutron-l3-agent"), Puppet],
        _ => [Unit("nova-compute"), Unit("neutron-ovs-agent"), Puppet],
    };

    private static SimulatedUnit Puppet => new("puppet.service", null);

    private static SimulatedUnit Unit(string package, int port = 0) => new($"{package}.service", package) { Port = port };

    private static SimulatedPackage Package(string name, string source) => new(name, source, default(DebianVersion));
}
