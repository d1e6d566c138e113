using Microsoft.Extensions.Logging;
using Windlass.HAProxy;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Queueing;
using Windlass.Kubernetes.Sharding;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Hosting;

/// <summary>One time as a replica among others: the node loop over the nodes of its shards. Made anew for each, so nothing remembered in an earlier one can mislead.</summary>
internal sealed class WorkerTerm(
    IClusterApi api,
    ClusterStores stores,
    EventJournal journal,
    NodePool nodes,
    WakeRules wake,
    SnapshotRefresh refresh,
    ShardKeeper keeper,
    HeldShards shards,
    Monitoring monitoring,
    TimeProvider time,
    ILoggerFactory logs)
{
    /// <summary>Works until the membership or the process ends; returns when every pass has ended and every shard is given back.</summary>
    public async Task RunAsync(Leadership membership, WorkQueue<ResourceKey> queue, int workers, CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reconciler = Nodes(membership, workers, all.Token);
        var loop = new MeasuredLoop("ClusterNode", queue, (key, token) => PassAsync(reconciler, membership, key, token), monitoring, time);
        refresh.Works(loop);
        var keeping = keeper.RunAsync(membership, all.Token);
        var working = new Controller<ResourceKey>("node", queue, workers, loop.ReconcileAsync, logs.CreateLogger<Controller<ResourceKey>>()).RunAsync(all.Token);
        var waking = Resync.RunAsync(() => wake.WakeNodes(shards.Has), time, all.Token);

        // None ends by itself: whichever does has met a bug, or the end has come.
        await Task.WhenAny(keeping, working).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(keeping, working, waking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        refresh.WorksNoMore();
        loop.End();
        await Task.WhenAll(keeping, working, waking).ConfigureAwait(false);
    }

    /// <summary>A node of another's shard is dropped: whoever has it looks by itself, and we do when it becomes ours.</summary>
    private async Task<Reconciled> PassAsync(NodeReconciler reconciler, Leadership membership, ResourceKey key, CancellationToken cancellation)
    {
        using var stay = shards.Enter(key);
        if (stay is null)
        {
            reconciler.Leave(key);
            return new Reconciled.Done();
        }

        var tenure = new NodeTenure(stay.Token, () => membership.IsCurrent, membership.ConfirmAsync);
        try
        {
            return await reconciler.ReconcileAsync(key, tenure, stay.Ending).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stay.Ending.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // The shard goes to another replica.
            return new Reconciled.Done();
        }
    }

    private NodeReconciler Nodes(Leadership membership, int workers, CancellationToken office)
    {
        var held = new HeldClusterApi(api, () => membership.IsCurrent);
        var balancers = new LoadBalancerPool(
            stores, nodes, (instance, socket, master) => new HeldBalancer(new HAProxyInstance(instance, socket, time, master), () => membership.IsCurrent))
        {
            Seen = monitoring.Metrics.BalancerSeen,
        };
        var rotation = new RotationSteps(balancers, time, logs.CreateLogger<RotationSteps>());
        var orders = new OrderShelf(held, stores);
        var reports = new OrderReports(held, new OrderClaims(orders.HighestFence), journal, monitoring.Metrics, time);
        return new NodeReconciler(
            stores,
            nodes,
            orders,
            new NodeSurvey(orders, balancers, new RecentReadings(balancers, time, office)),
            new NodeSteps(rotation, monitoring.Metrics, time),
            reports,
            new NodeInventory(held, time),
            new DepartedNodes(rotation, reports),
            new TargetResolutions(time, Math.Max(1, workers / 2)),
            new UpgradeCheckRuns(orders, time, Math.Max(1, workers / 4)),
            time,
            logs.CreateLogger<NodeReconciler>());
    }
}
