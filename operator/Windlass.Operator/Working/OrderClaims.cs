using System.Collections.Concurrent;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Working;

/// <summary>The fences that this process has claimed in work orders, by the rule of <see cref="Core.Identities.Fence"/>.</summary>
/// <param name="highest">The highest fence in any order of the node of an order.</param>
internal sealed class OrderClaims(Func<NodeUpgrade, long> highest)
{
    private readonly ConcurrentDictionary<ResourceKey, Claim> _claims = new();

    /// <summary>The fence that is ours in this order; null: it is still to be claimed.</summary>
    public long? Of(NodeUpgrade order, NodeTenure tenure) => Find(order, tenure) is { } claim && claim.Fence == Recorded(order) ? claim.Fence : null;

    /// <summary>Somebody has claimed the order after us: it is not ours any more, whatever our lease says.</summary>
    public bool IsSuperseded(NodeUpgrade order, NodeTenure tenure) => Find(order, tenure) is { } claim && Recorded(order) > claim.Fence;

    /// <summary>What to claim. The server must have confirmed our lease after the order was read.</summary>
    public long Next(NodeUpgrade order, NodeTenure tenure) => Math.Max(tenure.Token, 1 + Math.Max(Recorded(order), highest(order)));

    /// <summary>The claim is stored.</summary>
    public void Keep(NodeUpgrade order, NodeTenure tenure, long fence) =>
        _claims[ResourceKey.Of(order)] = new Claim(order.Metadata.Uid, tenure.Token, fence);

    private Claim? Find(NodeUpgrade order, NodeTenure tenure) =>
        _claims.TryGetValue(ResourceKey.Of(order), out var claim) && claim.Uid == order.Metadata.Uid && claim.Token == tenure.Token ? claim : null;

    private static long Recorded(NodeUpgrade order) => order.Status?.Fence ?? 0;

    private sealed record Claim(string? Uid, long Token, long Fence);
}
