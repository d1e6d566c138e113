using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>How wide and how careful with the nodes of a role: as people want it, and never less careful than the release asks for.</summary>
internal static class SatellitePolicy
{
    /// <param name="release">The target.</param>
    /// <param name="strategy">What people want.</param>
    /// <param name="role">First role of the nodes.</param>
    public static SatelliteStrategy Of(ClusterReleaseSpec release, UpgradeStrategy strategy, string role)
    {
        var policy = strategy.Satellites.GetValueOrDefault(role) ?? new();
        return policy.PerFailureDomain || !IsOneFailureDomain(release, role) ? policy : policy with { PerFailureDomain = true };
    }

    /// <summary>Some component of the release keeps copies of the same things on nodes of this role in different failure domains.</summary>
    public static bool IsOneFailureDomain(ClusterReleaseSpec release, string role)
    {
        foreach (var component in release.Components)
        {
            foreach (var satellite in component.Satellites)
            {
                if (satellite.OneFailureDomain && satellite.Role == role)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
