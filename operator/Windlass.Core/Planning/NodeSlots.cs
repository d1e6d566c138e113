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
        return
        [
            .. view.Nodes
                .Where(node => isDeleting ? orders.ContainsKey(node.Metadata.Name) : IsSelected(view, node))
                .OrderBy(node => node.Metadata.Name, StringComparer.Ordinal)
                .Select(node => (Node: node, IsPaused: Pauses.Mean(pauses, node)))
                .Select(one => new NodeSlot(one.Node, orders.GetValueOrDefault(one.Node.Metadata.Name)) { IsPaused = one.IsPaused, MayBegin = isOpen && !one.IsPaused }),
        ];
    }

    private static bool IsSelected(UpgradeView view, ClusterNode node) =>
        !node.Spec.Suspended && view.Upgrade.Spec.NodeSelector.All(wanted => HasLabel(node.Metadata, wanted));

    private static bool HasLabel(ObjectMeta metadata, KeyValuePair<string, string> wanted) =>
        metadata.Labels is { } labels && labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value;
}
