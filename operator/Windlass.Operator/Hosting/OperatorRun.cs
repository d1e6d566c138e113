using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Events;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Queueing;
using Windlass.Kubernetes.Sharding;
using Windlass.Kubernetes.Watching;
using Windlass.Kubernetes.Wire;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Hosting;

/// <summary>
/// The operator as long as its process lives: stores, queues, connections, and one time in office after the other. There are two offices: one
/// replica leads and grants work, and each has its shards of the nodes, on which it does what is granted. They meet in the objects alone.
/// </summary>
internal sealed class OperatorRun : IAsyncDisposable
{
    /// <summary>A short outage of the API must not leave a drained node alone for minutes.</summary>
    private static readonly BackoffPolicy Backoff = new() { Longest = TimeSpan.FromSeconds(30) };

    /// <summary>Eight spread well over the two or three replicas that anybody has, and are no load as leases. See <see cref="ShardLayout"/> before you change it.</summary>
    private static readonly ShardLayout Layout = new("windlass", "windlass.dev", Version: 1, Count: 8);

    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly OperatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly IClusterApi _api;
    private readonly Monitoring _monitoring;
    private readonly ClusterStores _stores;
    private readonly WorkQueue<ResourceKey> _upgradeQueue;
    private readonly WorkQueue<ResourceKey> _nodeQueue;
    private readonly EventRecorder _events;
    private readonly NodePool _nodes;
    private readonly LeaseWatch _leases;
    private readonly HeldShards _shards = new(Layout);
    private readonly ShardKeeper _keeper;
    private readonly SnapshotRefresh _refresh;
    private readonly LeaderTerm _leader;
    private readonly WorkerTerm _worker;
    private readonly WakeRules _wake;
    private readonly string _identity;

    /// <param name="options">Settings.</param>
    /// <param name="api">Where the objects are.</param>
    /// <param name="connect">Makes the door to a node; the door is closed by the run.</param>
    /// <param name="monitoring">What is measured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where it logs.</param>
    public OperatorRun(
        OperatorOptions options, IClusterApi api, Func<NodeAddress, INode> connect, Monitoring monitoring, TimeProvider time, ILoggerFactory logs)
    {
        (_options, _api, _monitoring, _time, _logs) = (options, api, monitoring, time, logs);
        _stores = new ClusterStores(api, options.Namespace, time, logs);
        _upgradeQueue = new WorkQueue<ResourceKey>(time, Backoff, monitoring.Metrics.Controllers.OfQueue("ClusterUpgrade"));
        _nodeQueue = new WorkQueue<ResourceKey>(time, Backoff, monitoring.Metrics.Controllers.OfQueue("ClusterNode"));
        _events = new EventRecorder(api, new EventOptions { Controller = "windlass.dev/operator" }, time, logs.CreateLogger<EventRecorder>());
        _nodes = new NodePool(api, address => new MeasuredNode(connect(address), monitoring, time), time);
        _wake = new WakeRules(_stores, _upgradeQueue, _nodeQueue);
        _wake.Register();
        _identity = options.Identity ?? $"{Environment.MachineName}_{Guid.NewGuid()}";
        _leases = new LeaseWatch(api, options.LeaseNamespace, time, logs.CreateLogger<ResourceStore<Lease>>());
        _refresh = new SnapshotRefresh(_stores, _shards, monitoring, time);
        _refresh.Register();
        var shards = new ShardOptions { Namespace = options.LeaseNamespace, Identity = _identity, LeaderLease = LeaderKey.Name };
        _keeper = new ShardKeeper(api, _leases, Layout, shards, _shards, Gained, time, logs.CreateLogger<ShardKeeper>());
        var journal = new EventJournal(_events, _stores);
        _leader = new LeaderTerm(api, _stores, journal, _nodes, _wake, _refresh, monitoring, time, logs);
        _worker = new WorkerTerm(api, _stores, journal, _nodes, _wake, _refresh, _keeper, _shards, monitoring, time, logs);
        monitoring.Caches.Expect(Lease.Type.Plural);
        monitoring.Metrics.TrackQueue("ClusterUpgrade", () => _upgradeQueue.Depth);
        monitoring.Metrics.TrackQueue("ClusterNode", () => _nodeQueue.Depth);
    }

    /// <summary>Local copies of what is upgraded. A replica that stands by has them too.</summary>
    public ClusterStores Stores => _stores;

    private ResourceKey LeaderKey => new(_options.LeaseNamespace, "windlass-operator");

    /// <summary>Stands for both offices until cancelled; works while it holds them.</summary>
    /// <param name="ready">Called once, when every local copy is complete.</param>
    /// <param name="cancellation">The process is asked to stop.</param>
    public async Task RunAsync(Action ready, CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var telling = new CancellationTokenSource();
        using var following = new CancellationTokenSource();
        var copying = Task.WhenAll(_stores.RunAsync(all.Token), SweepAsync(all.Token), _refresh.RunAsync(all.Token));
        var watching = _leases.RunAsync(following.Token);
        var standing = StandAsync(ready, all.Token);
        var reporting = _stores.ReportAsync(_monitoring.Caches, all.Token);
        var events = _events.RunAsync(telling.Token);

        // None of these ends by itself: whichever does has met a bug, and half an operator is worse than a restart.
        await Task.WhenAny(copying, watching, standing, events).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(copying, standing, reporting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Last of all: the end of the work has its leases and its events too.
        await following.CancelAsync().ConfigureAwait(false);
        await telling.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(copying, watching, standing, reporting, events).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _upgradeQueue.Dispose();
        _nodeQueue.Dispose();
        await _nodes.DisposeAsync().ConfigureAwait(false);
    }

    private async Task StandAsync(Action ready, CancellationToken cancellation)
    {
        await _leases.Synced.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_leases.Synced.IsCompletedSuccessfully)
        {
            _monitoring.Caches.Synced(Lease.Type.Plural);
        }

        await _stores.Synced.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
        {
            ready();
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var leader = new LeaseOptions { Key = LeaderKey, Identity = _identity, Changed = token => _leases.ChangedAsync(LeaderKey, token) };
        var leading = StandAsync(leader, (leadership, office) => _leader.RunAsync(leadership, _upgradeQueue, office), both.Token);
        var working = StandAsync(
            _keeper.Membership, (membership, office) => _worker.RunAsync(membership, _nodeQueue, _options.NodeWorkers, office), both.Token);
        await Task.WhenAny(leading, working).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(leading, working).ConfigureAwait(false);
    }

    private async Task StandAsync(LeaseOptions options, Func<Leadership, CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var end = await new LeaderLease(_api, options, _time, _logs.CreateLogger<LeaderLease>()).RunAsync(work, cancellation).ConfigureAwait(false);
            if (end is LeaderEnd.Abandoned abandoned)
            {
                throw new InvalidOperationException($"{options.Key} was lost ({abandoned.Reason}) and work in hand did not end: the process must not go on");
            }
        }
    }

    private void Gained(int shard) => _wake.WakeNodes(node => Layout.Of(node) == shard);

    private async Task SweepAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Sweep, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _nodes.CloseUnusedAsync(_shards.Has).ConfigureAwait(false);
        }
    }
}
