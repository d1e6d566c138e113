using Windlass.Core.Versions;

namespace Windlass.Core.Projection;

/// <summary>What happens to one package.</summary>
/// <param name="Name">Binary package.</param>
/// <param name="From">Installed version; null: the release brings it as a new one.</param>
/// <param name="To">Version it will have; null: only known when the node's APT source has been switched.</param>
/// <param name="Expected">Range of versions by which the target release is recognised, for a package that tells it; empty: none.</param>
public sealed record PackageChange(string Name, DebianVersion? From, DebianVersion? To, string Expected);
