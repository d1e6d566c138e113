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
        var (telling, between) = (new HashSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        ImmutableArray<string> common = default;
        foreach (var rule in releases.SelectMany(static release => release.Spec.Recognise))
        {
            if (!packages.TryGetValue(rule.Package, out var package) || !telling.Add(rule.Package))
            {
                continue;
            }

            var fitting = Fitting(releases, package);
            if (fitting.IsEmpty)
            {
                return null;
            }

            common = common.IsDefault ? fitting : common.RemoveAll(release => !fitting.Contains(release));
            if (fitting.Length == 1)
            {
                // A package that fits several releases tells nothing between them.
                between.Add(fitting[0]);
            }
        }

        return common switch
        {
            { IsDefault: true } => null,
            { Length: 1 } => common[0],
            { IsEmpty: true } when between.Count > 0 => string.Join(Separator, between),
            _ => null,
        };
    }

    private static ImmutableArray<string> Fitting(ImmutableArray<ClusterRelease> releases, PackageState package)
    {
        ImmutableArray<string> names = [];
        foreach (var release in releases)
        {
            names = release.Spec.Recognise.Any(rule => rule.Package == package.Name && Range(rule) is { } range && range.Contains(package.Installed))
                ? names.Add(release.Metadata.Name)
                : names;
        }

        return names;
    }

    private static VersionRange? Range(RecognisedPackage rule) =>
        Ranges.GetValue(rule, static rule => VersionRange.TryParse(rule.Version, out var range, out _) ? range : null);
}
