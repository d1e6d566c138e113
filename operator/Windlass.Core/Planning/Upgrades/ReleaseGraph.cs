using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Windlass.Core.Api.Releases;
using Windlass.Core.Versions;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>The components of a release in an order that respects every <c>after</c> and <c>afterPioneer</c>.</summary>
internal static class ReleaseGraph
{
    /// <summary>The same release object has the same graph, and every pass over an upgrade asks for it. It goes when the release goes.</summary>
    private static readonly ConditionalWeakTable<ClusterReleaseSpec, Graph> Known = [];

    /// <summary>What is wrong with the release, in a sentence; null when it is usable.</summary>
    public static string? Problem(ClusterReleaseSpec release) => Known.GetValue(release, Judge).Problem;

    /// <summary>Topological order; where the edges leave a choice, the release's own. Components in a circle are left out.</summary>
    public static ImmutableArray<ReleaseComponent> Ordered(ClusterReleaseSpec release) => Known.GetValue(release, Judge).Components;

    private static Graph Judge(ClusterReleaseSpec release)
    {
        var ordered = Order(release);
        return new Graph(ordered, FindProblem(release, ordered));
    }

    private static string? FindProblem(ClusterReleaseSpec release, ImmutableArray<ReleaseComponent> ordered)
    {
        foreach (var rule in release.Recognise)
        {
            if (!VersionRange.TryParse(rule.Version, out _, out var problem))
            {
                return $"recognise[{rule.Package}].version: {problem}";
            }
        }

        var names = release.Components.Select(component => component.Name).ToImmutableHashSet();
        foreach (var component in release.Components)
        {
            var unknown = Before(component).Where(name => !names.Contains(name)).ToImmutableArray();
            if (!unknown.IsEmpty)
            {
                return $"component {component.Name} comes after {string.Join(", ", unknown)}, which the release does not have";
            }

            if (Late(component, release) is { } late)
            {
                return late;
            }
        }

        return ordered.Length == release.Components.Length
            ? null
            : $"components wait for each other in a circle: {string.Join(", ", release.Components.Except(ordered).Select(component => component.Name))}";
    }

    /// <summary>New code must find its schema, and nothing can wait for what comes after itself; null: nothing is wrong.</summary>
    private static string? Late(ReleaseComponent component, ClusterReleaseSpec release)
    {
        var late = release.Components.Where(IsLate).Select(other => other.Name).ToImmutableArray();
        if (!IsLate(component))
        {
            var waited = Before(component).Where(late.Contains).ToImmutableArray();
            return waited.IsEmpty
                ? null
                : $"component {component.Name} comes after {string.Join(", ", waited)}, whose control plane goes after the satellites (controlPlane.afterSatellites): give it afterSatellites as well, or take it out of after and afterPioneer";
        }

        return component.Satellites.IsEmpty ? $"component {component.Name} has controlPlane.afterSatellites, but no satellites to go after"
            : component.Schema is not null || component.UpgradeCheck is not null
                ? $"component {component.Name} has controlPlane.afterSatellites together with schema or upgradeCheck: these run on its first server, and new code on satellites must find them done"
                : null;
    }

    private static bool IsLate(ReleaseComponent component) => component.ControlPlane is { AfterSatellites: true };

    private static ImmutableArray<ReleaseComponent> Order(ClusterReleaseSpec release)
    {
        var ordered = ImmutableArray.CreateBuilder<ReleaseComponent>();
        var placed = new HashSet<string>();
        while (release.Components.FirstOrDefault(component => !placed.Contains(component.Name) && Before(component).All(placed.Contains)) is { } next)
        {
            placed.Add(next.Name);
            ordered.Add(next);
        }

        return ordered.ToImmutable();
    }

    /// <summary>Both kinds of edges: what waits in a circle never begins, whatever it waits for.</summary>
    private static IEnumerable<string> Before(ReleaseComponent component) => component.After.Concat(component.AfterPioneer);

    private sealed record Graph(ImmutableArray<ReleaseComponent> Components, string? Problem);
}
