using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>Work orders and releases as the node loop needs them.</summary>
internal sealed class OrderShelf(IClusterApi api, ClusterStores stores)
{
    /// <summary>
    /// The node's order that has work; among several without the newest. Read from the server, not from the copy: what was written a moment ago
    /// (drain records) must be in it. Ok with null: there is none.
    /// </summary>
    public async Task<OrderOutcome> CurrentAsync(ResourceKey node, CancellationToken cancellation)
    {
        var known = stores.WorkOrders.Current.All
            .Where(order => order.Metadata.Namespace == node.Namespace && order.Spec.NodeName == node.Name)
            .OrderByDescending(order => order.Spec.Grants.Length > 0 || order.Status is { IsGivenBack: false })
            .ThenByDescending(order => order.Metadata.CreationTimestamp)
            .FirstOrDefault();
        if (known is null)
        {
            return new OrderOutcome.None();
        }

        var fresh = await api.GetAsync(Kinds.WorkOrders, ResourceKey.Of(known), cancellation).ConfigureAwait(false);
        if (fresh.TryGet(out var order, out var failure))
        {
            return new OrderOutcome.Found(order);
        }

        // "Cannot be asked" is not "has no order": an idle node would be left alone for minutes.
        return failure is ApiFailure.NotFound ? new OrderOutcome.None() : new OrderOutcome.Unknown(failure.Message);
    }

    /// <summary>The highest fence in any order of an order's node: upgrades follow one another, and each has orders of its own.</summary>
    public long HighestFence(NodeUpgrade order) => stores.WorkOrders.Current.All
        .Where(other => other.Metadata.Namespace == order.Metadata.Namespace && other.Spec.NodeName == order.Spec.NodeName)
        .Select(other => other.Status?.Fence ?? 0).DefaultIfEmpty(0).Max();

    /// <summary>The release an order leads to; null when it does not exist now.</summary>
    public ClusterRelease? Target(NodeUpgrade order) =>
        stores.Releases.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.TargetRelease, out var release) ? release : null;

    /// <summary>Every release of a namespace.</summary>
    public ImmutableArray<ClusterRelease> Releases(string space) =>
        [.. stores.Releases.Current.All.Where(release => release.Metadata.Namespace == space)];

    /// <summary>Components that the order's upgrade leaves alone.</summary>
    public ImmutableArray<string> Skipped(NodeUpgrade order) =>
        stores.Upgrades.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, out var upgrade) ? upgrade.Spec.SkipComponents : [];

    /// <summary>The order's upgrade is not over, nor to be ended, and does not do without this check.</summary>
    public bool IsChecked(NodeUpgrade order, PreflightCheck check) =>
        stores.Upgrades.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, out var upgrade)
        && upgrade is { Metadata.DeletionTimestamp: null, Spec.Abort: false, Status: not { CompletionTime: not null } }
        && !upgrade.Spec.SkipChecks.Contains(check);

    /// <summary>The order's upgrade has come to its end, and nobody has asked for anything else since.</summary>
    public bool IsOver(NodeUpgrade order) =>
        stores.Upgrades.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, out var upgrade)
        && upgrade is { Metadata.DeletionTimestamp: null, Status: { CompletionTime: not null } status } && status.ObservedGeneration == upgrade.Metadata.Generation;

    /// <summary>The other nodes that take part in the order's upgrade.</summary>
    public IEnumerable<CheckPeer> Peers(NodeUpgrade order)
    {
        if (!stores.Upgrades.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, out var upgrade))
        {
            yield break;
        }

        foreach (var other in stores.WorkOrders.Current.All)
        {
            if (other.Metadata.Namespace == order.Metadata.Namespace && other.Spec.UpgradeName == order.Spec.UpgradeName && other.Spec.NodeName != order.Spec.NodeName
                && stores.Nodes.Current.TryGet(order.Metadata.Namespace ?? "", other.Spec.NodeName, out var node)
                && NodeSelection.Takes(upgrade.Spec, node))
            {
                yield return CheckPeer.Of(node, other);
            }
        }
    }

    /// <summary>An upgrade of the namespace is not finished: its nodes ask every load balancer, for preflight checks already.</summary>
    public bool IsUpgrading(string space) =>
        stores.Upgrades.Current.All.Any(upgrade => upgrade.Metadata.Namespace == space && upgrade.Status is not { CompletionTime: not null });
}
