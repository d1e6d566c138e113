using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Versions;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Tells the release of a node from its packages: what is installed, never what somebody typed.</summary>
public static class ReleaseRecognition
{
    /// <summary>Stands between the releases of a node that is on its way from one to another.</summary>
    public const char Separator = ',';

    /// <summary>The same rule has the same range, and whatever is installed anywhere is held against it. Null: it is none. It goes when the release goes.</summary>
    private static readonly ConditionalWeakTable<RecognisedPackage, VersionRange?> Ranges = [];

    /// <summary>
    /// The release whose ranges hold all of the node's telling packages. Where each package fits one release, but not all the same
    /// (a run was stopped half-way, or left components out): those releases, separated by commas. Null when a package fits none.
    /// </summary>
    /// <param name="releases">All known releases.</param>
    /// <param name="packages">Installed packages by name.</param>
    public static string? Recognise(ImmutableArray<ClusterRelease> releases, ImmutableSortedDictionary<string, PackageState> packages)
    {
        var telling = releases.SelectMany(release => release.Spec.Recognise).Select(rule => rule.Package).Where(packages.ContainsKey).ToImmutableSortedSet(StringComparer.Ordinal);
        var fitting = telling.Select(package => Fitting(releases, packages[package])).ToImmutableArray();
        if (fitting.IsEmpty || fitting.Any(names => names.IsEmpty))
        {
            return null;
        }

        var common = fitting.Aggregate(fitting[0], (left, right) => left.Intersect(right));
        if (!common.IsEmpty)
        {
            return common.Count == 1 ? common.Single() : null;
        }

        // A package that fits several releases tells nothing between them.
        var between = string.Join(Separator, fitting.Where(names => names.Count == 1).SelectMany(names => names).Distinct().Order(StringComparer.Ordinal));
        return between.Length == 0 ? null : between;
    }

    private static ImmutableSortedSet<string> Fitting(ImmutableArray<ClusterRelease> releases, PackageState package) => releases
        .Where(release => release.Spec.Recognise.Any(rule =>
            rule.Package == package.Name && Range(rule) is { } range && range.Contains(package.Installed)))
        .Select(release => release.Metadata.Name)
        .ToImmutableSortedSet(StringComparer.Ordinal);

    private static VersionRange? Range(RecognisedPackage rule) =>
        Ranges.GetValue(rule, static rule => VersionRange.TryParse(rule.Version, out var range, out _) ? range : null);
}
