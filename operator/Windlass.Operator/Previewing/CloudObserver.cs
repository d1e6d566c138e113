using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Projection;
using Windlass.HAProxy;
using Windlass.Nodes;
using Windlass.Operator.Working;

namespace Windlass.Operator.Previewing;

/// <summary>
/// Looks at every node of an upgrade once, as the operator would, and leaves nothing behind on any. Connections are closed when it is disposed of.
/// </summary>
/// <param name="set">The manifests.</param>
/// <param name="connect">Makes the door to a node.</param>
/// <param name="key">Our key.</param>
/// <param name="progress">Where people see how far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class CloudObserver(ManifestSet set, Func<NodeAddress, INode> connect, PrivateKey key, TextWriter progress, TimeProvider time) : IAsyncDisposable
{
    private const int AtOnce = 24;
    private const int TellEvery = 10;

    private readonly ConcurrentDictionary<string, Lazy<INode>> _doors = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Looks at the nodes and at every HAProxy at the same time.</summary>
    /// <param name="names">Nodes that take part.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<CloudLook> LookAsync(ImmutableArray<string> names, CancellationToken cancellation)
    {
        var balancers = new LoadBalancerPool(
            _ => set.Nodes,
            (node, _) => Task.FromResult<PoolOutcome>(new PoolOutcome.Found(Door(node))),
            (instance, socket, master) => new HAProxyInstance(instance, socket, time, master));
        var selected = names.ToHashSet(StringComparer.Ordinal);
        progress.WriteLine($"windlass: looking at {names.Length} node{(names.Length == 1 ? "" : "s")}; nothing is changed on them");
        var target = set.Releases.First(release => release.Metadata.Name == set.Upgrade.Spec.TargetRelease);
        var looks = set.Nodes.Select(node => (NodeLook)new NodeLook.Unseen(node, "not looked at")).ToArray();
        var reading = balancers.ReadAllAsync(set.Upgrade.Metadata.Namespace ?? "", cancellation);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, looks.Length, limits, async (index, token) =>
        {
            if (selected.Contains(set.Nodes[index].Metadata.Name))
            {
                looks[index] = await LookAsync(set.Nodes[index], target, token).ConfigureAwait(false);
                Tell(looks[index], names.Length);
            }
        }).ConfigureAwait(false);
        ImmutableArray<ReadOutcome> readings = await reading.ConfigureAwait(false);
        return new CloudLook
        {
            Upgrade = set.Upgrade,
            Releases = set.Releases,
            Nodes = [.. looks.Where(look => selected.Contains(look.Node.Metadata.Name))],
            LoadBalancers = readings,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_doors.Values.Select(door => door.Value.DisposeAsync().AsTask())).ConfigureAwait(false);

    private async Task<NodeLook> LookAsync(ClusterNode node, ClusterRelease target, CancellationToken cancellation)
    {
        var door = Door(node);
        var request = NodeSurvey.Request(node, set.Releases, target) with { LeavesNoTrace = true };
        var outcome = await door.ObserveAsync(request, cancellation).ConfigureAwait(false);
        if (node.Spec.Haproxy is null)
        {
            await door.DisconnectAsync(cancellation).ConfigureAwait(false);
        }

        return outcome switch
        {
            ObserveOutcome.Observed observed => new NodeLook.Seen(node, observed.Observation),
            ObserveOutcome.Failed failed => new NodeLook.Unseen(node, failed.Failure.Message),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    private INode Door(ClusterNode node) => _doors.GetOrAdd(node.Metadata.Name, _ => new Lazy<INode>(() => connect(new NodeAddress(
        new NodeName(node.Metadata.Name), node.Spec.Address, node.Spec.Ssh.Port, node.Spec.Ssh.User, node.Spec.Ssh.HostKeys, node.Spec.Ssh.TrustOnFirstUse, key)))).Value;

    private void Tell(NodeLook look, int all)
    {
        var count = Interlocked.Increment(ref _count);
        if (look is NodeLook.Unseen unseen)
        {
            progress.WriteLine($"windlass: {look.Node.Metadata.Name}: {unseen.Message}");
        }

        if (count % TellEvery == 0 || count == all)
        {
            progress.WriteLine($"windlass: {count} of {all} nodes looked at");
        }
    }
}
