using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Windlass.Core.Identities;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Upgrading;
using Windlass.Operator.Working;

namespace Windlass.Operator.Hosting;

/// <summary>The operator while it leads: stores, two queues, two reconcilers. Started in order, stopped in reverse.</summary>
internal sealed class OperatorRun : IAsyncDisposable
{
    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly IClusterApi _api;
    private readonly ClusterStores _stores;
    private readonly WorkQueue<ResourceKey> _upgradeQueue;
    private readonly WorkQueue<ResourceKey> _nodeQueue;
    private readonly Monitoring _monitoring;
    private readonly SnapshotRefresh _refresh;
    private readonly OpenSsh _ssh;
    private readonly NodePool _nodes;
    private readonly ConcurrentDictionary<ResourceKey, long?> _seenGenerations = new();

    public OperatorRun(OperatorOptions options, IClusterApi api, Monitoring monitoring, TimeProvider time, ILoggerFactory logs)
    {
        (_options, _api, _monitoring, _time, _logs) = (options, api, monitoring, time, logs);
        _stores = new ClusterStores(api, options.Namespace, time, logs);
        _upgradeQueue = new WorkQueue<ResourceKey>(time);
        _nodeQueue = new WorkQueue<ResourceKey>(time);
        _ssh = new OpenSsh(
            new OpenSshOptions { SshConfigFile = options.SshConfigFile, RuntimeDirectory = options.RuntimeDirectory }, time, logs.CreateLogger<OpenSsh>());
        _nodes = new NodePool(api, address => new MeasuredNode(_ssh.Connect(address), monitoring));
        _refresh = new SnapshotRefresh(_stores, monitoring, time);
        monitoring.Metrics.TrackQueue("ClusterUpgrade", () => _upgradeQueue.Depth);
        monitoring.Metrics.TrackQueue("ClusterNode", () => _nodeQueue.Depth);
        Wire();
    }

    /// <summary>Stands for leadership until cancelled; works while it leads.</summary>
    /// <param name="ready">Called once, when every local copy is complete.</param>
    /// <param name="cancellation">The process is asked to stop.</param>
    public async Task RunAsync(Action ready, CancellationToken cancellation)
    {
        var following = _stores.RunAsync(cancellation);
        var watching = _stores.ReportAsync(_monitoring.Caches, cancellation);
        await _stores.Synced.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
        {
            ready();
        }

        var options = new LeaseOptions { Key = new ResourceKey(_options.LeaseNamespace, "windlass-operator") };
        options = _options.Identity is { } identity ? options with { Identity = identity } : options;
        while (!cancellation.IsCancellationRequested)
        {
            var lease = new LeaderLease(_api, options, _time, _logs.CreateLogger<LeaderLease>());
            if (await lease.RunAsync(LeadAsync, cancellation).ConfigureAwait(false) is LeaderEnd.Abandoned abandoned)
            {
                throw new InvalidOperationException($"leadership was lost ({abandoned.Reason}) and work in hand did not end: the process must not go on");
            }
        }

        await Task.WhenAll(following, watching).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _upgradeQueue.Dispose();
        _nodeQueue.Dispose();
        await _nodes.DisposeAsync().ConfigureAwait(false);
        _ssh.Dispose();
    }

    private async Task LeadAsync(Leadership leadership, CancellationToken cancellation)
    {
        var upgrades = new UpgradeReconciler(_api, _stores, _time, _logs.CreateLogger<UpgradeReconciler>());
        var balancers = new LoadBalancerPool(_stores, _nodes, _time);
        var steps = new NodeSteps(new RotationSteps(balancers, _time, _logs.CreateLogger<RotationSteps>()), _monitoring.Metrics, _time);
        var nodes = new NodeReconciler(
            _api, _stores, _nodes, balancers, steps, new NodeInventory(_api, _time), _monitoring.Metrics, _time, _logs.CreateLogger<NodeReconciler>());
        EnqueueAll();
        var logger = _logs.CreateLogger<Controller<ResourceKey>>();
        var fence = new Fence(leadership.Transitions);
        var upgradeLoop = new MeasuredLoop("ClusterUpgrade", _upgradeQueue, upgrades.ReconcileAsync, _monitoring, _time);
        var nodeLoop = new MeasuredLoop("ClusterNode", _nodeQueue, (key, token) => nodes.ReconcileAsync(key, fence, token), _monitoring, _time);
        await Task.WhenAll(
            new Controller<ResourceKey>("upgrade", _upgradeQueue, 1, upgradeLoop.ReconcileAsync, logger).RunAsync(cancellation),
            new Controller<ResourceKey>("node", _nodeQueue, _options.NodeWorkers, nodeLoop.ReconcileAsync, logger).RunAsync(cancellation),
            _refresh.RunAsync(
                () =>
                {
                    upgradeLoop.Beat();
                    nodeLoop.Beat();
                },
                cancellation)).ConfigureAwait(false);
        upgradeLoop.End();
        nodeLoop.End();
    }

    /// <summary>Which change wakes whom. A request is only a name: the reconciler reads what is so now.</summary>
    private void Wire()
    {
        _stores.Upgrades.OnChanged(_ => _refresh.Changed());
        _stores.Nodes.OnChanged(_ => _refresh.Changed());
        _stores.WorkOrders.OnChanged(_ => _refresh.Changed());
        _stores.Upgrades.OnChanged(key => WakeUpgrades(key.Namespace));
        _stores.Releases.OnChanged(key => WakeUpgrades(key.Namespace));
        _stores.Nodes.OnChanged(key =>
        {
            if (IsNewSpec(key, _stores.Nodes.Current.TryGet(key, out var node) ? node.Metadata.Generation : null))
            {
                WakeUpgrades(key.Namespace);
                _nodeQueue.Add(key);
            }
        });
        _stores.WorkOrders.OnChanged(key =>
        {
            WakeUpgrades(key.Namespace);
            if (_stores.WorkOrders.Current.TryGet(key, out var order) && IsNewSpec(key, order.Metadata.Generation))
            {
                _nodeQueue.Add(new ResourceKey(key.Namespace, order.Spec.NodeName));
            }
        });
    }

    /// <summary>A status we wrote ourselves must not wake the loop that wrote it.</summary>
    private bool IsNewSpec(ResourceKey key, long? generation)
    {
        if (_seenGenerations.TryGetValue(key, out var seen) && seen == generation)
        {
            return false;
        }

        _seenGenerations[key] = generation;
        return true;
    }

    private void WakeUpgrades(string space)
    {
        foreach (var upgrade in _stores.Upgrades.Current.All.Where(upgrade => upgrade.Metadata.Namespace == space))
        {
            _upgradeQueue.Add(ResourceKey.Of(upgrade));
        }
    }

    private void EnqueueAll()
    {
        foreach (var node in _stores.Nodes.Current.All)
        {
            _nodeQueue.Add(ResourceKey.Of(node));
        }

        foreach (var upgrade in _stores.Upgrades.Current.All)
        {
            _upgradeQueue.Add(ResourceKey.Of(upgrade));
        }
    }
}
