using System.Collections.Immutable;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Versions;

namespace Windlass.Core.Simulation;

/// <summary>Which version of a source package each APT source offers.</summary>
public sealed class SimulatedMirror
{
    private readonly Dictionary<string, ImmutableDictionary<string, DebianVersion>> _versions = new(StringComparer.Ordinal);

    /// <summary>Publishes a release.</summary>
    /// <param name="content">deb822 text of its sources file.</param>
    /// <param name="versions">Version by source package.</param>
    public void Publish(string content, ImmutableDictionary<string, DebianVersion> versions) => _versions[RepositoryDigest.Of(content)] = versions;

    /// <summary>What APT would install; null: it knows of none.</summary>
    /// <param name="repositoryDigest">Digest of the sources file in place; null: none of ours.</param>
    /// <param name="package">The installed package.</param>
    public DebianVersion? Candidate(string? repositoryDigest, SimulatedPackage package) =>
        repositoryDigest is not null && _versions.TryGetValue(repositoryDigest, out var versions) && versions.TryGetValue(package.Source, out var version)
            ? version
            : package.Version;
}
