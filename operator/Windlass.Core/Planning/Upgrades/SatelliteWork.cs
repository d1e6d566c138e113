using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Grants the nodes of each role in a sliding window: one visit per node for all its components.</summary>
internal static class SatelliteWork
{
    /// <summary>Grants what may be done now.</summary>
    /// <param name="slots">Every selected node, by name.</param>
    /// <param name="strategy">Widths by role.</param>
    /// <param name="gates">What must be open for a node to begin.</param>
    /// <param name="now">The operator's time, for settling.</param>
    /// <returns>Every node is at the target.</returns>
    public static bool Advance(ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy, GateBook gates, DateTimeOffset now)
    {
        var isWithinBudget = IsWithinBudget(slots, strategy);
        foreach (var role in slots.GroupBy(slot => slot.Role).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var policy = strategy.Satellites.GetValueOrDefault(role.Key) ?? new();

            // One domain to its end before the next begins: otherwise the last node of each would go alone.
            Advance([.. policy.PerFailureDomain ? role.OrderBy(slot => slot.Spec.FailureDomain, StringComparer.Ordinal) : (IEnumerable<NodeSlot>)role], policy, isWithinBudget ? gates : null, now);
        }

        return slots.All(slot => slot.IsAtTarget);
    }

    /// <summary>So few nodes are stalled that others may begin, and that the stalled ones hold no place in the window.</summary>
    public static bool IsWithinBudget(ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy) =>
        slots.Count(slot => slot.Stalled is not null) is var failed && (failed == 0 || failed <= strategy.FailureBudget.Allowed(slots.Length));

    /// <param name="gates">Null: none may begin, whatever they say.</param>
    private static void Advance(ImmutableArray<NodeSlot> slots, SatelliteStrategy strategy, GateBook? gates, DateTimeOffset now)
    {
        var open = slots.Where(slot => (!slot.IsAtTarget || !HasSettled(slot, strategy, now)) && IsGranted(slot)).ToList();
        foreach (var slot in open.Where(slot => !slot.IsAtTarget))
        {
            Grant(slot);
        }

        if (gates is null)
        {
            return;
        }

        open.RemoveAll(slot => slot.Stalled is not null);
        var candidates = slots.Take(Admitted(slots, strategy.Canary, now));
        int? width = null;
        foreach (var next in candidates.Where(slot => !slot.IsAtTarget && !IsGranted(slot) && slot.IsReachable && slot.IsFree))
        {
            if (open.Count >= (width ??= gates.Width(next.Role, strategy)))
            {
                return;
            }

            if ((!strategy.PerFailureDomain || open.Count == 0 || open[0].Spec.FailureDomain == next.Spec.FailureDomain) && next.HasTimeFor(Visit(next)))
            {
                Grant(next);
                open.Add(next);
            }
        }
    }

    /// <summary>How many of the nodes may go: the canaries alone, until all of them have been well for their time.</summary>
    private static int Admitted(ImmutableArray<NodeSlot> slots, CanaryStrategy? canary, DateTimeOffset now)
    {
        var isProved = canary is null || slots.Take(canary.Nodes).All(slot =>
            slot.IsAtTarget && (slot.LastDone is not { } done || now - done >= TimeSpan.FromSeconds(canary.SoakSeconds)));
        return isProved ? slots.Length : canary!.Nodes;
    }

    /// <summary>Its visit has begun. One that is not at the target must have more than a grant that is done with: a component that is stopped everywhere at once brings every node to the target of that component alone.</summary>
    private static bool IsGranted(NodeSlot slot)
    {
        foreach (var component in slot.Components)
        {
            if ((slot.IsAtTarget || component.State != ComponentState.AtTarget) && slot.IsGranted(WorkKind.Upgrade, component.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static void Grant(NodeSlot slot)
    {
        foreach (var grant in Visit(slot))
        {
            slot.Grant(grant.Work, grant.Component);
        }
    }

    private static ImmutableArray<Grant> Visit(NodeSlot slot) =>
    [
        .. slot.Components.Where(component => component.State != ComponentState.AtTarget)
            .Select(component => new Grant { Work = WorkKind.Upgrade, Component = component.Name }),
    ];

    private static bool HasSettled(NodeSlot slot, SatelliteStrategy strategy, DateTimeOffset now) =>
        slot.LastDone is not { } done || now - done >= TimeSpan.FromSeconds(strategy.SettleSeconds);
}
