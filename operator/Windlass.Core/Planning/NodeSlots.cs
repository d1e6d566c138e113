using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;

namespace Windlass.Core.Planning;

/// <summary>Which nodes an upgrade is about.</summary>
internal static class NodeSlots
{
    /// <summary>The nodes that take part, by name. Of an upgrade that is being deleted: those that have a work order.</summary>
    public static ImmutableArray<NodeSlot> Of(UpgradeView view, DateTimeOffset now)
    {
        var orders = view.Orders.ToDictionary(order => order.Spec.NodeName);
        var isDeleting = view.Upgrade.Metadata.DeletionTimestamp is not null;
        var pauses = Pauses.InPart(view, now);
        var isOpen = WindowClock.IsOpen(view.Upgrade.Spec.MaintenanceWindows, now);
        var slots = ImmutableArray.CreateBuilder<NodeSlot>(view.Nodes.Length);
        foreach (var node in view.Nodes)
        {
            var order = orders.GetValueOrDefault(node.Metadata.Name);
            if (isDeleting ? order is not null : IsSelected(view, node))
            {
                var isPaused = Pauses.Mean(pauses, node);
                slots.Add(new NodeSlot(node, order) { IsPaused = isPaused, MayBegin = isOpen && !isPaused });
            }
        }

        slots.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return slots.DrainToImmutable();
    }

    private static bool IsSelected(UpgradeView view, ClusterNode node) =>
        !node.Spec.Suspended && (view.Upgrade.Spec.NodeSelector.IsEmpty || view.Upgrade.Spec.NodeSelector.All(wanted => HasLabel(node.Metadata, wanted)));

    private static bool HasLabel(ObjectMeta metadata, KeyValuePair<string, string> wanted) =>
        metadata.Labels is { } labels && labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value;
}
