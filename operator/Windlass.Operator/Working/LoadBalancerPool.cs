using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>Every HAProxy of a cluster, each over the SSH connection of its node.</summary>
/// <param name="all">Every node of a namespace.</param>
/// <param name="find">The way to a node.</param>
/// <param name="factory">Makes the door to an HAProxy.</param>
internal sealed class LoadBalancerPool(
    Func<string, IEnumerable<ClusterNode>> all, Func<ClusterNode, CancellationToken, Task<PoolOutcome>> find, BalancerFactory factory)
{
    /// <summary>Where Debian's haproxy.service puts the master process's socket.</summary>
    internal const string MasterSocket = "/run/haproxy-master.sock";

    private readonly ConcurrentDictionary<ResourceKey, bool> _hasMaster = new();

    /// <summary>Told of what each reading said, with the namespace; null: nobody is.</summary>
    public Action<string, LoadBalancerSnapshot>? Seen { get; init; }

    /// <summary>With the nodes of the API.</summary>
    public LoadBalancerPool(ClusterStores stores, NodePool nodes, BalancerFactory factory)
        : this(space => stores.Nodes.Current.All.Where(node => node.Metadata.Namespace == space), nodes.GetAsync, factory)
    {
    }

    /// <summary>Nodes of a namespace that run an HAProxy.</summary>
    public ImmutableArray<ClusterNode> Hosts(string space) =>
    [
        .. all(space).Where(node => node.Spec.Haproxy is not null)
            .OrderBy(node => node.Metadata.Name, StringComparer.Ordinal),
    ];

    /// <summary>Looks at all of them at once; one that cannot be read is said to be so.</summary>
    public async Task<ImmutableArray<ReadOutcome>> ReadAllAsync(string space, CancellationToken cancellation) =>
        [.. await Task.WhenAll(Hosts(space).Select(host => ReadAsync(host, cancellation))).ConfigureAwait(false)];

    /// <summary>Looks at the instance on a node; that it cannot be read is an answer too.</summary>
    public async Task<ReadOutcome> ReadAsync(ClusterNode host, CancellationToken cancellation)
    {
        var outcome = await AskAsync(host, cancellation).ConfigureAwait(false);
        if (outcome is ReadOutcome.Read { Snapshot: var snapshot })
        {
            Seen?.Invoke(host.Metadata.Namespace ?? "", snapshot);
        }

        return outcome;
    }

    private async Task<ReadOutcome> AskAsync(ClusterNode host, CancellationToken cancellation) =>
        await ConnectAsync(host, cancellation).ConfigureAwait(false) switch
        {
            BalancerOutcome.Connected connected => await connected.Balancer.ReadAsync(cancellation).ConfigureAwait(false),
            BalancerOutcome.Unreachable unreachable => new ReadOutcome.Unreadable(unreachable.Instance, unreachable.Message),
            _ => throw new InvalidOperationException("closed set"),
        };

    /// <summary>The instance on a node, or why there is no way to it.</summary>
    public async Task<BalancerOutcome> ConnectAsync(ClusterNode host, CancellationToken cancellation)
    {
        var name = new NodeName(host.Metadata.Name);
        if (await find(host, cancellation).ConfigureAwait(false) is not PoolOutcome.Found { Node: var node })
        {
            return new BalancerOutcome.Unreachable(name, $"there is no SSH key for {name}");
        }

        return await node.ForwardAsync(host.Spec.Haproxy!.Socket, cancellation).ConfigureAwait(false) switch
        {
            ForwardOutcome.Forwarded forwarded =>
                new BalancerOutcome.Connected(await WithMasterAsync(ResourceKey.Of(host), node, forwarded.LocalPath, cancellation).ConfigureAwait(false)),
            ForwardOutcome.Failed failed => new BalancerOutcome.Unreachable(name, failed.Failure.Message),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <summary>
    /// With the master's socket, sessions of workers that a reload has replaced are seen too. It is used from the first time it answers on:
    /// a forward alone proves nothing, as sshd connects to the far socket only when somebody uses it.
    /// </summary>
    private async Task<ILoadBalancer> WithMasterAsync(ResourceKey host, INode node, string socket, CancellationToken cancellation)
    {
        var name = new NodeName(host.Name);
        var isKnown = _hasMaster.TryGetValue(host, out var hasMaster);
        if ((isKnown && !hasMaster)
            || await node.ForwardAsync(MasterSocket, cancellation).ConfigureAwait(false) is not ForwardOutcome.Forwarded { LocalPath: var master })
        {
            return factory(name, socket, null);
        }

        var whole = factory(name, socket, master);
        if (isKnown || await whole.ReadAsync(cancellation).ConfigureAwait(false) is ReadOutcome.Read)
        {
            _hasMaster[host] = true;
            return whole;
        }

        var plain = factory(name, socket, null);
        if (await plain.ReadAsync(cancellation).ConfigureAwait(false) is ReadOutcome.Read)
        {
            _hasMaster[host] = false;
        }

        return plain;
    }
}
