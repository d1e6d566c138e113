using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning;

/// <summary>Grants the nodes of each role in a sliding window: one visit per node for all its components.</summary>
internal static class SatelliteWork
{
    /// <summary>Grants what may be done now.</summary>
    /// <param name="slots">Every selected node, by name.</param>
    /// <param name="strategy">Widths by role.</param>
    /// <param name="now">The operator's time, for settling.</param>
    /// <returns>Every node is at the target.</returns>
    public static bool Advance(ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy, DateTimeOffset now)
    {
        foreach (var role in slots.GroupBy(slot => slot.Role).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var policy = strategy.Satellites.GetValueOrDefault(role.Key) ?? new();

            // One domain to its end before the next begins: otherwise the last node of each would go alone.
            Advance([.. policy.PerFailureDomain ? role.OrderBy(slot => slot.Spec.FailureDomain, StringComparer.Ordinal) : (IEnumerable<NodeSlot>)role], policy, now);
        }

        return slots.All(slot => slot.IsAtTarget);
    }

    private static void Advance(ImmutableArray<NodeSlot> slots, SatelliteStrategy strategy, DateTimeOffset now)
    {
        var open = slots.Where(slot => (!slot.IsAtTarget || !HasSettled(slot, strategy, now)) && IsGranted(slot)).ToList();
        foreach (var slot in open.Where(slot => !slot.IsAtTarget))
        {
            Grant(slot);
        }

        foreach (var next in slots.Where(slot => !slot.IsAtTarget && !IsGranted(slot) && slot.IsReachable))
        {
            if (open.Count >= strategy.MaxInFlight)
            {
                return;
            }

            if (!strategy.PerFailureDomain || open.Count == 0 || open[0].Spec.FailureDomain == next.Spec.FailureDomain)
            {
                Grant(next);
                open.Add(next);
            }
        }
    }

    private static bool IsGranted(NodeSlot slot)
    {
        foreach (var component in slot.Components)
        {
            if (slot.IsGranted(WorkKind.Upgrade, component.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static void Grant(NodeSlot slot)
    {
        foreach (var component in slot.Components.Where(component => component.State != ComponentState.AtTarget))
        {
            slot.Grant(WorkKind.Upgrade, component.Name);
        }
    }

    private static bool HasSettled(NodeSlot slot, SatelliteStrategy strategy, DateTimeOffset now) =>
        slot.LastDone is not { } done || now - done >= TimeSpan.FromSeconds(strategy.SettleSeconds);
}
