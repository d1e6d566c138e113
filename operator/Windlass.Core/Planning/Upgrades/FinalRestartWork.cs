using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// After the last old daemon is gone: components that agreed on an old RPC version when they started are restarted once more,
/// one node of a component at a time, different components on different nodes at once.
/// </summary>
internal static class FinalRestartWork
{
    /// <summary>Grants what may be done now.</summary>
    /// <param name="release">The target.</param>
    /// <param name="controlPlane">Knows which nodes serve a component.</param>
    /// <returns>Components that are still being restarted.</returns>
    public static ImmutableArray<string> Advance(ClusterReleaseSpec release, ControlPlaneWork controlPlane)
    {
        var open = ReleaseGraph.Ordered(release)
            .Where(component => component.FinalRestart == FinalRestart.AfterLastSatellite)
            .Select(component => (component.Name, Servers: controlPlane.Servers.Of(component)))
            .Where(one => one.Servers.Any(slot => IsOpen(slot, one.Name)) && one.Servers.Any(slot => slot.IsGranted(WorkKind.Upgrade, one.Name)))
            .ToImmutableArray();
        foreach (var (name, servers) in open)
        {
            var next = servers.FirstOrDefault(slot => IsOpen(slot, name) && slot.IsGranted(WorkKind.FinalRestart, name))
                ?? servers.FirstOrDefault(slot => slot.IsFree && IsOpen(slot, name) && slot.HasTimeFor(new Grant { Work = WorkKind.FinalRestart, Component = name }) && !open.Any(other => IsOpen(slot, other.Name) && slot.IsGranted(WorkKind.FinalRestart, other.Name)));
            next?.Grant(WorkKind.FinalRestart, name);
        }

        return [.. open.Select(one => one.Name)];
    }

    /// <summary>A last visit only comes after all of these restarts, and restarts everything once more: what is down for it is nothing to wait for here.</summary>
    private static bool IsOpen(NodeSlot slot, string component) => slot.Component(component) is { IsRestarted: false } && !slot.IsGranted(WorkKind.Configure);
}
