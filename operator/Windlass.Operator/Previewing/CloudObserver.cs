using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;
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
        await CheckAsync(looks, target, cancellation).ConfigureAwait(false);
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
        var look = outcome switch
        {
            ObserveOutcome.Observed observed => await AskAsync(new NodeLook.Seen(node, observed.Observation), door, target, cancellation).ConfigureAwait(false),
            ObserveOutcome.Failed failed => (NodeLook)new NodeLook.Unseen(node, failed.Failure.Message),
            _ => throw new InvalidOperationException("closed set"),
        };
        if (node.Spec.Haproxy is null && !Serves(node, target))
        {
            await door.DisconnectAsync(cancellation).ConfigureAwait(false);
        }

        return look;
    }

    /// <summary>What APT would do, as the operator asks it before it plans.</summary>
    private async Task<NodeLook> AskAsync(NodeLook.Seen seen, INode door, ClusterRelease target, CancellationToken cancellation)
    {
        if (set.Upgrade.Spec.SkipChecks.Contains(PreflightCheck.TargetResolves) || TargetCheck.Question(View(seen, target)) is not { } question)
        {
            return seen;
        }

        return seen with { Resolution = await TargetResolutions.AskAsync(door, question, cancellation).ConfigureAwait(false) };
    }

    /// <summary>The target's own upgrade checks, each on one node: the first by name that serves the component.</summary>
    private async Task CheckAsync(NodeLook[] looks, ClusterRelease target, CancellationToken cancellation)
    {
        if (set.Upgrade.Spec.SkipChecks.Contains(PreflightCheck.UpgradeChecks))
        {
            return;
        }

        List<CheckPeer> earlier = [];
        foreach (var index in Enumerable.Range(0, looks.Length).OrderBy(index => looks[index].Node.Metadata.Name, StringComparer.Ordinal))
        {
            if (looks[index] is not NodeLook.Seen { Resolution: { Failure: null } resolution } seen)
            {
                continue;
            }

            var view = View(seen, target);
            if (UpgradeCheckTurn.Of(view, earlier) is UpgradeCheckTurn.Ask ask)
            {
                progress.WriteLine($"windlass: {view.Node}: {ask.Question.Components.Length} upgrade check{(ask.Question.Components.Length == 1 ? "" : "s")} of {target.Metadata.Name}, from its packages unpacked aside");
                var results = await UpgradeCheckRuns.AskAsync(Door(seen.Node), ask.Question, cancellation).ConfigureAwait(false);
                looks[index] = seen with { Resolution = resolution with { Checks = results } };
            }

            earlier.Add(CheckPeer.Of(view));
        }
    }

    private static bool Serves(ClusterNode node, ClusterRelease target) =>
        target.Spec.Components.Any(component => component is { UpgradeCheck: not null, ControlPlane: { } plane } && node.Spec.Roles.Contains(plane.Role));

    private NodeView View(NodeLook.Seen seen, ClusterRelease target) => new()
    {
        Node = new NodeName(seen.Node.Metadata.Name),
        Spec = seen.Node.Spec,
        Order = new NodeUpgradeSpec { UpgradeName = set.Upgrade.Metadata.Name, NodeName = seen.Node.Metadata.Name, TargetRelease = target.Metadata.Name },
        Release = target.Spec,
        SkipComponents = set.Upgrade.Spec.SkipComponents,
        RecognisedRelease = ReleaseRecognition.Recognise(set.Releases, seen.Observation.Packages),
        Observation = seen.Observation,
    };

    private INode Door(ClusterNode node) => _doors.GetOrAdd(node.Metadata.Name, _ => new Lazy<INode>(() => connect(new NodeAddress(
        new NodeName(node.Metadata.Name), node.Spec.Address, node.Spec.Ssh.Port, node.Spec.Ssh.User, node.Spec.Ssh.HostKeys, node.Spec.Ssh.TrustOnFirstUse, key)
    {
        Access = node.Spec.Ssh.Access,
    }))).Value;

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
