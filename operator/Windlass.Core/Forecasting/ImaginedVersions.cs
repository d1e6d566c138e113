using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Forecasting;

/// <summary>Which versions the packages of an imagined cloud have: those by which a release is recognised are in its ranges, all others just grow.</summary>
internal sealed class ImaginedVersions
{
    private readonly ImmutableDictionary<string, DebianVersion> _atSource;
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _telling;

    public ImaginedVersions(ClusterRelease from, ClusterRelease target)
    {
        var components = target.Spec.Components;
        var sources = components.SelectMany(component => component.SourcePackages).Distinct().ToImmutableArray();
        _telling = components.ToImmutableDictionary(
            component => component.Name,
            component => target.Spec.Recognise.Select(rule => rule.Package).Where(package => SourceOf(package, components) == component.SourcePackages[0]).ToImmutableArray());
        _atSource = sources.ToImmutableDictionary(source => source, source => Example(from, source, components) ?? new DebianVersion("1.0-1"));
        AtTarget = sources.ToImmutableDictionary(source => source, source => Example(target, source, components) ?? new DebianVersion($"{_atSource[source]}+next"));
    }

    /// <summary>What the target's repository has, by source package.</summary>
    public ImmutableDictionary<string, DebianVersion> AtTarget { get; }

    /// <summary>What is installed of a component: its units' packages, and those that tell the release.</summary>
    public IEnumerable<SimulatedPackage> Packages(ReleaseComponent component, IEnumerable<string> ofUnits)
    {
        var source = component.SourcePackages[0];
        return ofUnits.Concat(_telling[component.Name]).Append($"{source}-common").Distinct().Select(name => new SimulatedPackage(name, source, _atSource[source]));
    }

    private static DebianVersion? Example(ClusterRelease release, string source, ImmutableArray<ReleaseComponent> components) => release.Spec.Recognise
        .Where(rule => SourceOf(rule.Package, components) == source)
        .Select(rule => VersionRange.TryParse(rule.Version, out var range, out _) ? range.Example() : null)
        .FirstOrDefault(version => version is not null);

    /// <summary>Debian names binary packages after their source: python3-nova, nova-api. The longest name that fits is it.</summary>
    private static string? SourceOf(string package, ImmutableArray<ReleaseComponent> components) => components
        .Select(component => component.SourcePackages[0])
        .Where(source => package == source || package.StartsWith($"{source}-", StringComparison.Ordinal) || package.EndsWith($"-{source}", StringComparison.Ordinal))
        .MaxBy(source => source.Length);
}
