using System.Collections.Immutable;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Gates;

/// <summary>Which gates an upgrade has, who waits for them, and where they are read.</summary>
public static class GateCatalogue
{
    /// <summary>A gate by name: the upgrade's own, or the release's; null: there is none, or it is passed over.</summary>
    /// <param name="upgrade">What people declared.</param>
    /// <param name="release">The target; null: it is not there.</param>
    /// <param name="name">Name of the gate.</param>
    public static HealthGate? Find(ClusterUpgradeSpec upgrade, ClusterReleaseSpec? release, string name) =>
        upgrade.SkipGates.Contains(name) ? null : All(upgrade, release).FirstOrDefault(gate => gate.Name == name);

    /// <summary>Nodes that may be asked, by name; empty: none has any of its roles.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="nodes">Every node of the namespace.</param>
    public static ImmutableArray<ClusterNode> Nodes(HealthGate gate, IEnumerable<ClusterNode> nodes)
    {
        var all = nodes.ToArray();
        var role = gate.OnRoles.FirstOrDefault(role => all.Any(node => node.Spec.Roles.Contains(role)));
        return role is null ? [] : [.. all.Where(node => node.Spec.Roles.Contains(role)).OrderBy(node => node.Metadata.Name, StringComparer.Ordinal)];
    }

    /// <summary>What the satellites of a role wait for; null: nothing.</summary>
    internal static HealthGate? OfRole(ClusterUpgradeSpec upgrade, ClusterReleaseSpec release, string role)
    {
        var named = upgrade.Strategy.Satellites.GetValueOrDefault(role)?.Gate ?? "";
        return named.Length > 0
            ? Find(upgrade, release, named)
            : All(upgrade, release).FirstOrDefault(gate => gate.Satellites.Contains(role) && !upgrade.SkipGates.Contains(gate.Name));
    }

    /// <summary>What is wrong with the gates as they are declared; null: nothing.</summary>
    internal static string? Problem(ClusterUpgradeSpec upgrade, ClusterReleaseSpec release, IEnumerable<string> roles, ImmutableArray<ClusterNode> nodes)
    {
        string[] known = upgrade.Gates.IsEmpty && release.Gates.IsEmpty ? [] : [.. All(upgrade, release).Select(gate => gate.Name)];
        foreach (var (role, policy) in upgrade.Strategy.Satellites)
        {
            if (policy.Gate.Length > 0 && !known.Contains(policy.Gate))
            {
                return $"strategy.satellites.{role}.gate: there is no gate {policy.Gate} in spec.gates or in the release; known: {(known.Length == 0 ? "none" : string.Join(", ", known))}";
            }
        }

        if (known.Length == 0)
        {
            return null;
        }

        return roles.Distinct().Select(role => OfRole(upgrade, release, role)).OfType<HealthGate>()
            .Where(gate => Nodes(gate, nodes).IsEmpty)
            .Select(gate => $"gate {gate.Name} is read on nodes with the role {string.Join(" or ", gate.OnRoles)}, and there is none: "
                + $"give spec.gates an entry {gate.Name} with other onRoles, or pass it over by spec.skipGates: [{gate.Name}]")
            .FirstOrDefault();
    }

    private static IEnumerable<HealthGate> All(ClusterUpgradeSpec upgrade, ClusterReleaseSpec? release) =>
        upgrade.Gates.Concat((release?.Gates ?? []).Where(gate => upgrade.Gates.All(own => own.Name != gate.Name)));
}
