using System.Collections.Concurrent;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Hosting;

/// <summary>Which change wakes which loop. A request is only a name: the reconciler reads what is so now.</summary>
internal sealed class WakeRules(ClusterStores stores, WorkQueue<ResourceKey> upgrades, WorkQueue<ResourceKey> nodes)
{
    private readonly ConcurrentDictionary<ResourceKey, Version> _seenNodes = new();
    private readonly ConcurrentDictionary<ResourceKey, Version> _seenOrders = new();
    private readonly ConcurrentDictionary<ResourceKey, ResourceKey> _nodeOfOrder = new();

    /// <summary>Registers with the stores, before they run.</summary>
    public void Register()
    {
        stores.Upgrades.OnChanged(key => WakeUpgrades(key.Namespace));
        stores.Releases.OnChanged(key => WakeUpgrades(key.Namespace));
        stores.Nodes.OnChanged(NodeChanged);
        stores.WorkOrders.OnChanged(OrderChanged);
    }

    /// <summary>Every upgrade: at the start of a time in office, and now and then in case a wake-up was missed.</summary>
    public void WakeUpgrades()
    {
        foreach (var upgrade in stores.Upgrades.Current.Objects.Keys)
        {
            upgrades.Add(upgrade);
        }
    }

    /// <summary>Every node of some: when a shard becomes ours, and now and then in case a wake-up was missed.</summary>
    public void WakeNodes(Func<ResourceKey, bool> isMeant)
    {
        // An order may outlive its node, and then holds what is to be given back.
        foreach (var node in stores.Nodes.Current.Objects.Keys.Concat(stores.WorkOrders.Current.All.Select(NodeOf)).Where(isMeant))
        {
            nodes.Add(node);
        }
    }

    private void NodeChanged(ResourceKey key)
    {
        stores.Nodes.Current.TryGet(key, out var node);
        if (IsNewSpec(_seenNodes, key, node?.Metadata))
        {
            WakeUpgrades(key.Namespace);
            nodes.Add(key);
        }
    }

    private void OrderChanged(ResourceKey key)
    {
        WakeUpgrades(key.Namespace);
        stores.WorkOrders.Current.TryGet(key, out var order);
        if (order is not null)
        {
            _nodeOfOrder[key] = NodeOf(order);
        }

        if (IsNewSpec(_seenOrders, key, order?.Metadata) && _nodeOfOrder.TryGetValue(key, out var node))
        {
            nodes.Add(node);
        }

        if (order is null)
        {
            _nodeOfOrder.TryRemove(key, out _);
        }
    }

    private void WakeUpgrades(string space)
    {
        foreach (var upgrade in stores.Upgrades.Current.Objects.Keys.Where(upgrade => upgrade.Namespace == space))
        {
            upgrades.Add(upgrade);
        }
    }

    /// <summary>A status we wrote ourselves must not wake the loop that wrote it. The uid tells a namesake made anew, whose generations begin again.</summary>
    private static bool IsNewSpec(ConcurrentDictionary<ResourceKey, Version> seen, ResourceKey key, ObjectMeta? metadata)
    {
        if (metadata is null)
        {
            return seen.TryRemove(key, out _);
        }

        var version = new Version(metadata.Uid, metadata.Generation, metadata.DeletionTimestamp is not null);
        if (seen.TryGetValue(key, out var known) && known == version)
        {
            return false;
        }

        seen[key] = version;
        return true;
    }

    private static ResourceKey NodeOf(NodeUpgrade order) => new(order.Metadata.Namespace ?? "", order.Spec.NodeName);

    private sealed record Version(string? Uid, long? Generation, bool IsTerminating);
}
