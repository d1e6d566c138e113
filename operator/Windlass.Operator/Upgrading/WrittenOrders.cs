using System.Collections.Concurrent;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Upgrading;

/// <summary>
/// What this loop wrote itself and the watch may not have brought back yet. Without it a pass over an old copy could grant a
/// second node while the first one's grant is still on its way.
/// </summary>
internal sealed class WrittenOrders
{
    private readonly ConcurrentDictionary<ResourceKey, NodeUpgrade> _written = new();

    public void Remember(NodeUpgrade order) => _written[ResourceKey.Of(order)] = order;

    /// <summary>The stored object, with our own newer spec while the watch lags behind.</summary>
    public NodeUpgrade Newest(NodeUpgrade stored)
    {
        var key = ResourceKey.Of(stored);
        if (!_written.TryGetValue(key, out var own))
        {
            return stored;
        }

        if (own.Metadata.Uid == stored.Metadata.Uid && own.Metadata.Generation > stored.Metadata.Generation)
        {
            return stored with { Spec = own.Spec, Metadata = own.Metadata };
        }

        _written.TryRemove(key, out _);
        return stored;
    }

    /// <summary>An object that we made for this upgrade and that the watch has not shown yet.</summary>
    public NodeUpgrade? Find(ResourceKey key, ClusterUpgrade upgrade) =>
        _written.TryGetValue(key, out var own) && own.Metadata.OwnerReferences is { } owners && owners.Any(owner => owner.Uid == upgrade.Metadata.Uid)
            ? own
            : null;
}
