using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>A small simulated cloud with every service of the catalogue, at one of its releases and on the way to another.</summary>
internal sealed class CatalogueCloud(string from, string to)
{
    private static readonly ImmutableArray<(string Name, ImmutableArray<string> Roles)> Nodes =
    [
        ("ctl1", ["controller", "messaging"]), ("ctl2", ["controller", "messaging"]), ("net1", ["network"]), ("cmp1", ["compute"]), ("vol1", ["volume"]),
        ("shr1", ["share"]), ("dns1", ["dns"]), ("prx1", ["swiftproxy"]), ("prx2", ["swiftproxy"]), ("sto1", ["swiftstore"]),
    ];

    private readonly ClusterRelease _target = CatalogueFile.Named(to);

    public SimulatedCluster Build()
    {
        var mirror = new SimulatedMirror();
        mirror.Publish(_target.Spec.Repository.Content, Sources.ToImmutableDictionary(source => source, source => VersionOf(source, to)));
        var nodes = Nodes.Select((node, index) => Node(node.Name, node.Roles, index + 1)).ToImmutableArray();
        var upgrade = new ClusterUpgrade
        {
            Metadata = new ObjectMeta { Name = $"to-{to}", Namespace = "lab", Uid = "u1", CreationTimestamp = LabCloud.Start },
            Spec = new ClusterUpgradeSpec { TargetRelease = to },
        };
        return new SimulatedCluster(
            new SimulatedObjects(upgrade, CatalogueFile.All, nodes),
            [.. nodes.Select(node => new SimulatedNode(new NodeName(node.Metadata.Name), node.Spec, Machine(node.Spec), mirror))],
            [.. nodes.SelectMany(Servers)],
            new SimulationSettings(),
            LabCloud.Start);
    }

    private IEnumerable<string> Sources => _target.Spec.Components.SelectMany(component => component.SourcePackages);

    /// <summary>Of the three that tell a release its own version; of the others anything that grows.</summary>
    private static DebianVersion VersionOf(string source, string release)
    {
        var spec = CatalogueFile.Named(release).Spec;
        var rule = spec.Recognise.FirstOrDefault(candidate => candidate.Package == $"python3-{source}");
        return new DebianVersion(rule is null
            ? $"{CatalogueFile.All.IndexOf(CatalogueFile.Named(release)) + 10}.0-1"
            : rule.Version.Split(',')[0].Replace(">= ", "", StringComparison.Ordinal).Replace("~", ".0-1", StringComparison.Ordinal));
    }

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

    private IEnumerable<SimulatedServer> Servers(ClusterNode node) => _target.Spec.Components
        .Where(component => IsServer(component, node.Spec))
        .SelectMany(component => component.ControlPlane!.Backends.Select((backend, index) => new SimulatedServer(
            new ServerRef(backend, node.Metadata.Name), node.Spec.Address, component.ControlPlane.Probes.IsEmpty ? 443 : component.ControlPlane.Probes[index].Port)));

    private SimulatedMachine Machine(ClusterNodeSpec node)
    {
        var machine = new SimulatedMachine().With([new SimulatedUnit("puppet.service", null)]);
        foreach (var component in _target.Spec.Components)
        {
            var units = Units(component, node).ToImmutableArray();
            machine = units.IsEmpty ? machine : machine
                .With([Package($"python3-{component.Name}", component), .. units.Where(unit => unit.Package is not null).Select(unit => Package(unit.Package!, component))])
                .With(units.Select(unit => unit with { StartedAt = LabCloud.Start.AddHours(-1) }));
        }

        return machine;
    }

    private SimulatedPackage Package(string name, ReleaseComponent component) =>
        new(name, component.SourcePackages[0], VersionOf(component.SourcePackages[0], from)) { UnpackedAt = LabCloud.Start.AddDays(-1) };

    private static IEnumerable<SimulatedUnit> Units(ReleaseComponent component, ClusterNodeSpec node)
    {
        if (!IsServer(component, node))
        {
            return component.Satellites.Any(satellite => node.Roles.Contains(satellite.Role)) ? [Unit($"{component.Name}-agent")] : [];
        }

        if (!component.ExtraUnits.IsEmpty)
        {
            return component.ExtraUnits.Select(unit => new SimulatedUnit($"{unit}.service", null) { Port = 443 });
        }

        var names = component.Stages.SelectMany(stage => stage.Units).Where(unit => !unit.EndsWith("agent", StringComparison.Ordinal)).ToImmutableArray();
        var all = names.IsEmpty ? [component.Name] : names;
        var apis = all.Where(unit => unit == component.Name || unit.EndsWith("-api", StringComparison.Ordinal) || unit is "heat-api-cfn" or "swift-proxy").ToImmutableArray();
        return all.Select(unit => Unit(unit) with { Port = apis.IndexOf(unit) is var index and >= 0 ? component.ControlPlane!.Probes[index].Port : 0 });
    }

    private static bool IsServer(ReleaseComponent component, ClusterNodeSpec node) => component.ControlPlane is { } plane && node.Roles.Contains(plane.Role);

    private static SimulatedUnit Unit(string name) => new($"{name}.service", name);
}
