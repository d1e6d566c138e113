using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Versions;

namespace Windlass.Core.Projection;

/// <summary>
/// Which version a package will have after its node's APT source is switched: as the node's APT said when it was asked about it, or as
/// others say that have been switched; where nobody knows, a version that is newer than the installed one stands for it.
/// </summary>
internal sealed class TargetVersions
{
    /// <summary>Sorts after every version that it is put behind.</summary>
    private const string Mark = "+known.after.staging";

    private readonly ClusterRelease _target;
    private readonly ImmutableDictionary<string, DebianVersion> _known;

    /// <param name="target">The target release.</param>
    /// <param name="observations">Nodes; those that are switched already tell for the others.</param>
    public TargetVersions(ClusterRelease target, IEnumerable<NodeObservation> observations)
    {
        _target = target;
        var known = ImmutableDictionary.CreateBuilder<string, DebianVersion>(StringComparer.Ordinal);
        foreach (var package in observations.Where(IsSwitched).SelectMany(observation => observation.Packages.Values))
        {
            if (package.Candidate is { } candidate)
            {
                known[package.Name] = candidate;
            }
        }

        foreach (var offer in observations.Where(IsSwitched).SelectMany(observation => observation.Offers.Values))
        {
            known[offer.Name] = offer.Candidate;
        }

        _known = known.ToImmutable();
    }

    private TargetVersions(ClusterRelease target, ImmutableDictionary<string, DebianVersion> known) => (_target, _known) = (target, known);

    /// <summary>The same for one node, whose own APT knows best.</summary>
    /// <param name="resolution">What it said; null: it was not asked.</param>
    public TargetVersions For(TargetResolution? resolution) =>
        resolution is null || resolution.Candidates.IsEmpty ? this : new TargetVersions(_target, _known.SetItems(resolution.Candidates));

    /// <summary>What is to be shown of a version.</summary>
    /// <returns>Null when it only stands for one.</returns>
    public static DebianVersion? Shown(DebianVersion version) => version.Value.EndsWith(Mark, StringComparison.Ordinal) ? null : version;

    /// <summary>The range that the target promises for this package; empty: none.</summary>
    public string Expected(string package) => Rule(package)?.Version ?? "";

    /// <summary>The observation as it will be after the switch.</summary>
    public ImmutableSortedDictionary<string, PackageState> AfterSwitch(NodeObservation observation)
    {
        var arrived = observation.Packages.Values.Where(IsArrived).Select(package => package.Source).ToHashSet(StringComparer.Ordinal);
        return observation.Packages.Values.ToImmutableSortedDictionary(
            package => package.Name,
            package => package with { Candidate = Candidate(package, arrived.Contains(package.Source)), IsStaged = false },
            StringComparer.Ordinal);
    }

    /// <summary>What the release brings newly will be on offer.</summary>
    public ImmutableSortedDictionary<string, OfferedPackage> OffersAfterSwitch(NodeObservation observation) => _target.Spec.Components
        .SelectMany(component => component.NewPackages)
        .Select(added => added.Package)
        .Where(name => !observation.Packages.ContainsKey(name))
        .Distinct()
        .ToImmutableSortedDictionary(
            name => name,
            name => new OfferedPackage(name, _known.TryGetValue(name, out var known) ? known : new DebianVersion("0" + Mark), IsStaged: false),
            StringComparer.Ordinal);

    private DebianVersion Candidate(PackageState package, bool isArrived) =>
        _known.TryGetValue(package.Name, out var known) ? known
        : isArrived ? package.Installed
        : new DebianVersion(package.Installed.Value + Mark);

    /// <summary>It has a version of the target already; so have the others of its source.</summary>
    private bool IsArrived(PackageState package) =>
        Rule(package.Name) is { } rule && VersionRange.TryParse(rule.Version, out var range, out _) && range.Contains(package.Installed);

    private RecognisedPackage? Rule(string package) => _target.Spec.Recognise.FirstOrDefault(rule => rule.Package == package);

    private bool IsSwitched(NodeObservation observation) =>
        observation.Packaging.IndexedAt is not null && observation.Packaging.RepositoryDigest == RepositoryDigest.Of(_target.Spec.Repository.Content);
}
