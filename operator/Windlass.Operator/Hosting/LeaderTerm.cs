using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Gating;
using Windlass.Operator.Resources;
using Windlass.Operator.Upgrading;
using Windlass.Operator.Working;

namespace Windlass.Operator.Hosting;

/// <summary>One time in office of the one that grants work: the upgrade loop, and the gates it asks for. Made anew for each, so nothing remembered in an earlier one can mislead.</summary>
internal sealed class LeaderTerm(
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

    /// <summary>Works until leadership or the process ends; returns when every pass has ended.</summary>
    public async Task RunAsync(Leadership leadership, WorkQueue<ResourceKey> queue, CancellationToken cancellation)
    {
        using var gateQueue = new WorkQueue<GateKey>(time);
        var shelf = new GateShelf();
        var gates = new GateReader(stores, nodes, shelf, queue.Add, time);
        var held = new HeldClusterApi(api, () => leadership.IsCurrent);
        var upgrades = new UpgradeReconciler(held, stores, journal, shelf, gateQueue.Add, time, logs.CreateLogger<UpgradeReconciler>());
        var loop = new MeasuredLoop("ClusterUpgrade", queue, upgrades.ReconcileAsync, monitoring, time);
        refresh.Leads(loop);
        await Task.WhenAll(
            new Controller<ResourceKey>("upgrade", queue, 1, loop.ReconcileAsync, logs.CreateLogger<Controller<ResourceKey>>()).RunAsync(cancellation),
            new Controller<GateKey>("gate", gateQueue, GateReaders, gates.ReadAsync, logs.CreateLogger<Controller<GateKey>>()).RunAsync(cancellation),
            Resync.RunAsync(wake.WakeUpgrades, time, cancellation)).ConfigureAwait(false);
        refresh.LeadsNoMore();
        loop.End();
    }
}
