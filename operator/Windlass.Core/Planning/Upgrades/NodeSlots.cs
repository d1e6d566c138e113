using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Which nodes an upgrade is about.</summary>
internal static class NodeSlots
{
    /// <summary>The nodes that take part, by name. Of an upgrade that is being deleted or aborted: those that have a work order.</summary>
    public static ImmutableArray<NodeSlot> Of(UpgradeView view, DateTimeOffset now)
    {
        var orders = new Dictionary<string, NodeUpgrade>(view.Orders.Length, StringComparer.Ordinal);
        foreach (var order in view.Orders)
        {
            orders[order.Spec.NodeName] = order;
        }

        var isEnding = view.IsEnding;
        var pauses = Pauses.InPart(view, now);
        var approved = PlanReview.ApprovedNodes(view);
        var windows = view.Upgrade.Spec.MaintenanceWindows;
        var isOpen = WindowClock.IsOpen(windows, now);
        var room = windows.IsEmpty || isEnding ? null : WindowRoom.Of(view, now);
        var slots = new List<NodeSlot>(view.Nodes.Length);
        foreach (var node in view.Nodes)
        {
            var order = orders.GetValueOrDefault(node.Metadata.Name);
            if (isEnding ? order is not null : NodeSelection.Takes(view.Upgrade.Spec, node))
            {
                var isApproved = isEnding || approved is null || approved.Contains(node.Metadata.Name);
                var isPaused = !isApproved || Pauses.Mean(pauses, node);
                slots.Add(new NodeSlot(node, order) { IsApproved = isApproved, IsPaused = isPaused, MayBegin = isOpen && !isPaused, Room = room });
            }
        }

        // Stores give them in order; then a walk is all it takes.
        if (!IsSorted(slots))
        {
            slots.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        }

        return [.. slots];
    }

    private static bool IsSorted(List<NodeSlot> slots)
    {
        for (var i = 1; i < slots.Count; i++)
        {
            if (string.CompareOrdinal(slots[i - 1].Name, slots[i].Name) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
