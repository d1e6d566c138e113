using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Versions;

namespace Windlass.Core.Planning;

/// <summary>The components of a release in an order that respects every <c>after</c>.</summary>
internal static class ReleaseGraph
{
    /// <summary>What is wrong with the release, in a sentence; null when it is usable.</summary>
    public static string? Problem(ClusterReleaseSpec release)
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
            var unknown = component.After.Where(name => !names.Contains(name)).ToImmutableArray();
            if (!unknown.IsEmpty)
            {
                return $"component {component.Name} comes after {string.Join(", ", unknown)}, which the release does not have";
            }
        }

        var ordered = Ordered(release).Length;
        return ordered == release.Components.Length
            ? null
            : $"components wait for each other in a circle: {string.Join(", ", release.Components.Except(Ordered(release)).Select(component => component.Name))}";
    }

    /// <summary>Topological order; where the edges leave a choice, the release's own. Components in a circle are left out.</summary>
    public static ImmutableArray<ReleaseComponent> Ordered(ClusterReleaseSpec release)
    {
        var ordered = ImmutableArray.CreateBuilder<ReleaseComponent>();
        var placed = new HashSet<string>();
        while (release.Components.FirstOrDefault(component => !placed.Contains(component.Name) && component.After.All(placed.Contains)) is { } next)
        {
            placed.Add(next.Name);
            ordered.Add(next);
        }

        return ordered.ToImmutable();
    }
}
