using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Versions;

namespace Windlass.Core.Planning;

/// <summary>Tells the release of a node from its packages: what is installed, never what somebody typed.</summary>
public static class ReleaseRecognition
{
    /// <summary>The release whose packages, as far as installed, all lie in their ranges; null when none fits or two do.</summary>
    /// <param name="releases">All known releases.</param>
    /// <param name="packages">Installed packages by name.</param>
    public static string? Recognise(ImmutableArray<ClusterRelease> releases, ImmutableSortedDictionary<string, PackageState> packages)
    {
        var fitting = releases.Where(release => Fits(release.Spec, packages)).Take(2).ToImmutableArray();
        return fitting.Length == 1 ? fitting[0].Metadata.Name : null;
    }

    private static bool Fits(ClusterReleaseSpec release, ImmutableSortedDictionary<string, PackageState> packages)
    {
        var installed = release.Recognise.Where(rule => packages.ContainsKey(rule.Package)).ToImmutableArray();
        return !installed.IsEmpty
            && installed.All(rule => VersionRange.TryParse(rule.Version, out var range, out _) && range.Contains(packages[rule.Package].Installed));
    }
}
