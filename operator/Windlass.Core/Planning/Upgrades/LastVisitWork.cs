using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// Grants the last visits, as carefully as the upgrade itself: of the nodes that serve an API one at a time, the holder of the floating
/// address last; of the others as many as their role's window and failure domains allow.
/// </summary>
internal static class LastVisitWork
{
    /// <summary>Grants what may be done now.</summary>
    /// <param name="release">The target.</param>
    /// <param name="slots">Every selected node, by name.</param>
    /// <param name="strategy">Widths by role.</param>
    /// <param name="controlPlane">Knows which nodes serve a component.</param>
    /// <param name="now">The operator's time, for settling.</param>
    /// <returns>Some visit is still to come or not over.</returns>
    public static bool Advance(
        ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy, ControlPlaneWork controlPlane, DateTimeOffset now)
    {
        if (!slots.Any(IsOpen))
        {
            return false;
        }

        var servers = release.Components.SelectMany(component => controlPlane.Servers(component)).ToHashSet();
        Serving([.. slots.Where(servers.Contains).OrderBy(slot => slot.HoldsFloatingAddress)], strategy, slots);
        foreach (var role in slots.Where(slot => !servers.Contains(slot)).GroupBy(slot => slot.Role).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var policy = strategy.Satellites.GetValueOrDefault(role.Key) ?? new();
            Satellites([.. policy.PerFailureDomain ? role.OrderBy(slot => slot.Spec.FailureDomain, StringComparer.Ordinal) : (IEnumerable<NodeSlot>)role], policy, strategy, slots, now);
        }

        return true;
    }

    /// <summary>Some node waits for its last visit.</summary>
    public static bool IsDue(ImmutableArray<NodeSlot> slots) => slots.Any(IsOpen);

    private static void Serving(ImmutableArray<NodeSlot> servers, UpgradeStrategy strategy, ImmutableArray<NodeSlot> all)
    {
        if (!servers.Any(slot => IsGranted(slot) && IsOpen(slot)) && SatelliteWork.IsWithinBudget(all, strategy))
        {
            servers.FirstOrDefault(MayBegin)?.Grant(WorkKind.Configure);
        }
    }

    private static void Satellites(
        ImmutableArray<NodeSlot> slots, SatelliteStrategy policy, UpgradeStrategy strategy, ImmutableArray<NodeSlot> all, DateTimeOffset now)
    {
        if (!SatelliteWork.IsWithinBudget(all, strategy))
        {
            return;
        }

        var inFlight = slots.Where(slot => IsGranted(slot) && slot.Stalled is null && (IsOpen(slot) || IsSettling(slot, policy, now))).ToList();
        foreach (var next in slots.Where(MayBegin))
        {
            if (inFlight.Count >= policy.MaxInFlight)
            {
                return;
            }

            if (!policy.PerFailureDomain || inFlight.Count == 0 || inFlight[0].Spec.FailureDomain == next.Spec.FailureDomain)
            {
                next.Grant(WorkKind.Configure);
                inFlight.Add(next);
            }
        }
    }

    private static bool IsGranted(NodeSlot slot) => slot.IsGranted(WorkKind.Configure);

    /// <summary>Due, or begun and not over. Once everything is given back nothing is due any more.</summary>
    private static bool IsOpen(NodeSlot slot) => slot.Status is { } status && !slot.IsGranted(WorkKind.Finish)
        && (status.IsConfigurationDue || (IsGranted(slot) && status.LastVisitTime is null));

    private static bool MayBegin(NodeSlot slot) => IsOpen(slot) && !IsGranted(slot) && slot.IsReachable && slot.MayBegin;

    private static bool IsSettling(NodeSlot slot, SatelliteStrategy policy, DateTimeOffset now) =>
        slot.Status?.LastVisitTime is { } over && now - over < TimeSpan.FromSeconds(policy.SettleSeconds);
}
