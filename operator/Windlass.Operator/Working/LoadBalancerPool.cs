using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy;
using Windlass.Nodes;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>Every HAProxy of a cluster, each over the SSH connection of its node.</summary>
internal sealed class LoadBalancerPool(ClusterStores stores, NodePool nodes, TimeProvider time)
{
    /// <summary>Nodes of a namespace that run an HAProxy.</summary>
    public ImmutableArray<ClusterNode> Hosts(string space) =>
    [
        .. stores.Nodes.Current.All
            .Where(node => node.Metadata.Namespace == space && node.Spec.Haproxy is not null)
            .OrderBy(node => node.Metadata.Name, StringComparer.Ordinal),
    ];

    /// <summary>Looks at all of them at once; one that cannot be read is said to be so.</summary>
    public async Task<ImmutableArray<ReadOutcome>> ReadAllAsync(string space, CancellationToken cancellation) =>
        [.. await Task.WhenAll(Hosts(space).Select(host => ReadAsync(host, cancellation))).ConfigureAwait(false)];

    /// <summary>The instance on a node, or why there is no way to it.</summary>
    public async Task<BalancerOutcome> ConnectAsync(ClusterNode host, CancellationToken cancellation)
    {
        var name = new NodeName(host.Metadata.Name);
        if (await nodes.GetAsync(host, cancellation).ConfigureAwait(false) is not PoolOutcome.Found { Node: var node })
        {
            return new BalancerOutcome.Unreachable(name, "its SSH key cannot be read");
        }

        return await node.ForwardAsync(host.Spec.Haproxy!.Socket, cancellation).ConfigureAwait(false) switch
        {
            ForwardOutcome.Forwarded forwarded => new BalancerOutcome.Connected(new HAProxyInstance(name, forwarded.LocalPath, time)),
            ForwardOutcome.Failed failed => new BalancerOutcome.Unreachable(name, failed.Failure.Message),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    private async Task<ReadOutcome> ReadAsync(ClusterNode host, CancellationToken cancellation) =>
        await ConnectAsync(host, cancellation).ConfigureAwait(false) switch
        {
            BalancerOutcome.Connected connected => await connected.Balancer.ReadAsync(cancellation).ConfigureAwait(false),
            BalancerOutcome.Unreachable unreachable => new ReadOutcome.Unreadable(unreachable.Instance, unreachable.Message),
            _ => throw new InvalidOperationException("closed set"),
        };
}
