using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;

namespace Windlass.Operator.Plugin;

/// <summary>A server that is out of rotation while its node is in work, and who took it out.</summary>
/// <param name="Node">The node that it runs on.</param>
/// <param name="Balancer">The node whose HAProxy it is.</param>
/// <param name="Backend">Backend.</param>
/// <param name="Server">Server in it.</param>
/// <param name="Owner"><c>windlass</c>: recorded before the drain, and given back; <c>foreign</c>: found so, and left so.</param>
/// <param name="Before">Administrative state that was found.</param>
/// <param name="Upgrade">The upgrade that recorded it.</param>
internal sealed record DrainLine(string Node, string Balancer, string Backend, string Server, string Owner, AdminState Before, string Upgrade)
{
    public static ImmutableArray<DrainLine> Of(IEnumerable<NodeUpgrade> orders) =>
    [
        .. orders.SelectMany(order => (order.Status?.Drains ?? []).Select(drain => new DrainLine(
            order.Spec.NodeName, drain.Instance, drain.Backend, drain.Server, drain.Before == AdminState.Ready ? "windlass" : "foreign", drain.Before, order.Spec.UpgradeName))),
    ];
}
