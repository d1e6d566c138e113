using Microsoft.Extensions.Logging;
using Windlass.Core.Identities;
using Windlass.HAProxy;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Gating;
using Windlass.Operator.Resources;
using Windlass.Operator.Upgrading;
using Windlass.Operator.Working;

namespace Windlass.Operator.Hosting;

/// <summary>One time in office: both loops. Reconcilers are made anew for each, so nothing remembered in an earlier one can mislead.</summary>
internal sealed class OperatorTerm(
    IClusterApi api,
    ClusterStores stores,
    EventJournal journal,
    NodePool nodes,
    WakeRules wake,
    SnapshotRefresh refresh,
    Monitoring monitoring,
    TimeProvider time,
    ILoggerFactory logs)
{
    /// <summary>A gate whose nodes hang takes minutes; others must not wait for it.</summary>
    private const int GateReaders = 4;

    private static readonly TimeSpan ShortestResync = TimeSpan.FromMinutes(5);

    /// <summary>Works until leadership or the process ends; returns when every pass has ended.</summary>
    public async Task RunAsync(
        Leadership leadership, WorkQueue<ResourceKey> upgradeQueue, WorkQueue<ResourceKey> nodeQueue, int nodeWorkers, CancellationToken cancellation)
    {
        var fence = new Fence(leadership.Transitions);
        using var gateQueue = new WorkQueue<GateKey>(time);
        var shelf = new GateShelf();
        var gates = new GateReader(stores, nodes, shelf, upgradeQueue.Add, time);
        var upgrades = new UpgradeReconciler(api, stores, journal, shelf, gateQueue.Add, time, logs.CreateLogger<UpgradeReconciler>());
        var reconciler = Nodes(nodeWorkers);
        var upgradeLoop = new MeasuredLoop("ClusterUpgrade", upgradeQueue, upgrades.ReconcileAsync, monitoring, time);
        var nodeLoop = new MeasuredLoop("ClusterNode", nodeQueue, (key, token) => reconciler.ReconcileAsync(key, fence, token), monitoring, time);
        var logger = logs.CreateLogger<Controller<ResourceKey>>();
        await Task.WhenAll(
            new Controller<ResourceKey>("upgrade", upgradeQueue, 1, upgradeLoop.ReconcileAsync, logger).RunAsync(cancellation),
            new Controller<ResourceKey>("node", nodeQueue, nodeWorkers, nodeLoop.ReconcileAsync, logger).RunAsync(cancellation),
            new Controller<GateKey>("gate", gateQueue, GateReaders, gates.ReadAsync, logs.CreateLogger<Controller<GateKey>>()).RunAsync(cancellation),
            ResyncAsync(cancellation),
            refresh.RunAsync([upgradeLoop, nodeLoop], cancellation)).ConfigureAwait(false);
        upgradeLoop.End();
        nodeLoop.End();
    }

    private NodeReconciler Nodes(int workers)
    {
        var balancers = new LoadBalancerPool(stores, nodes, (instance, socket, master) => new HAProxyInstance(instance, socket, time, master));
        var rotation = new RotationSteps(balancers, time, logs.CreateLogger<RotationSteps>());
        var orders = new OrderShelf(api, stores);
        var reports = new OrderReports(api, journal, monitoring.Metrics, time);
        return new NodeReconciler(
            stores,
            nodes,
            orders,
            new NodeSurvey(orders, balancers, new RecentReadings(balancers, time)),
            new NodeSteps(rotation, monitoring.Metrics, time),
            reports,
            new NodeInventory(api, time),
            new DepartedNodes(rotation, reports),
            new TargetResolutions(time, Math.Max(1, workers / 2)),
            new UpgradeCheckRuns(orders, time, Math.Max(1, workers / 4)),
            time,
            logs.CreateLogger<NodeReconciler>());
    }

    /// <summary>A missed wake-up costs minutes, not the night. Jittered, so that replicas and clusters do not beat in step.</summary>
    private async Task ResyncAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            wake.WakeAll();
            await Task.Delay(ShortestResync * (1 + Random.Shared.NextDouble()), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
