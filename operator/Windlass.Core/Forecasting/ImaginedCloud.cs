using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>A cloud that nobody has looked at: on every node is what its roles have by the target release, at the release it comes from.</summary>
public sealed record ImaginedCloud
{
    private const int FirstHost = 10;

    /// <summary>What is wanted.</summary>
    public required ClusterUpgrade Upgrade { get; init; }

    /// <summary>Every known release, the target among them.</summary>
    public required ImmutableArray<ClusterRelease> Releases { get; init; }

    /// <summary>The nodes.</summary>
    public required ImmutableArray<ClusterNode> Nodes { get; init; }

    /// <summary>Name of the release that is installed.</summary>
    public required string From { get; init; }

    /// <summary>The release that is wanted.</summary>
    public ClusterRelease Target => Releases.First(release => release.Metadata.Name == Upgrade.Spec.TargetRelease);

    /// <summary>A release that the target may follow; null: none is known.</summary>
    /// <param name="target">The target.</param>
    /// <param name="releases">Every known release.</param>
    public static string? FromOf(ClusterRelease target, ImmutableArray<ClusterRelease> releases) =>
        target.Spec.UpgradesFrom.FirstOrDefault(name => releases.Any(release => release.Metadata.Name == name));

    /// <summary>Puts it together; nothing moves yet.</summary>
    /// <param name="settings">How the run goes.</param>
    /// <param name="start">Time at its beginning.</param>
    public SimulatedCluster Build(SimulationSettings settings, DateTimeOffset start)
    {
        var (target, from) = (Target, Releases.First(release => release.Metadata.Name == From));
        var (mirror, machines) = (new SimulatedMirror(), new Dictionary<string, SimulatedMachine>(StringComparer.Ordinal));
        var installed = target.Spec with { Components = [.. target.Spec.Components.Where(IsInstalled)] };
        var versions = new ImaginedVersions(from, target);
        mirror.Publish(target.Spec.Repository.Content, versions.AtTarget);
        var holder = Nodes.FirstOrDefault(node => node.Spec.Haproxy is not null)?.Metadata.Name;
        var nodes = ImmutableArray.CreateBuilder<SimulatedNode>(Nodes.Length);
        foreach (var node in Nodes)
        {
            // Nodes of the same roles are alike: until something happens on them, they are the very same machine.
            var roles = string.Join(',', node.Spec.Roles);
            if (!machines.TryGetValue(roles, out var machine))
            {
                machines.Add(roles, machine = ImaginedMachine.Of(installed, node.Spec, versions, start));
            }

            nodes.Add(new SimulatedNode(new NodeName(node.Metadata.Name), node.Spec, machine, mirror)
            {
                FloatingAddress = node.Metadata.Name == holder ? $"10.255.255.{FirstHost}" : null,
            });
        }

        var upgrade = Upgrade with { Metadata = Upgrade.Metadata with { Uid = "simulated", CreationTimestamp = start }, Status = null };
        return new SimulatedCluster(
            new SimulatedObjects(upgrade, Releases, Nodes), nodes.MoveToImmutable(), [.. Nodes.SelectMany(Servers)], settings, start);
    }

    /// <summary>A cloud without the nodes that serve a component has not got its agents either.</summary>
    private bool IsInstalled(ReleaseComponent component) =>
        component.ControlPlane is not { } plane || Nodes.Any(node => node.Spec.Roles.Contains(plane.Role));

    private IEnumerable<SimulatedServer> Servers(ClusterNode node) => Target.Spec.Components
        .Where(component => ImaginedMachine.IsServer(component, node.Spec))
        .SelectMany(component => component.ControlPlane!.Backends.Select((backend, index) => new SimulatedServer(
            new ServerRef(backend, node.Spec.Haproxy?.ServerName ?? node.Metadata.Name), node.Spec.Address, ImaginedMachine.PortOf(component.ControlPlane, index))));
}
