using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Events;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Hosting;

/// <summary>The operator as long as its process lives: stores, queues, connections, and one time in office after the other.</summary>
internal sealed class OperatorRun : IAsyncDisposable
{
    /// <summary>A short outage of the API must not leave a drained node alone for minutes.</summary>
    private static readonly BackoffPolicy Backoff = new() { Longest = TimeSpan.FromSeconds(30) };

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
    private readonly OperatorTerm _term;

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
        _nodes = new NodePool(api, address => new MeasuredNode(connect(address), monitoring, time));
        var wake = new WakeRules(_stores, _upgradeQueue, _nodeQueue);
        wake.Register();
        var refresh = new SnapshotRefresh(_stores, monitoring, time);
        refresh.Register();
        _term = new OperatorTerm(api, _stores, new EventJournal(_events, _stores), _nodes, wake, refresh, monitoring, time, logs);
        monitoring.Metrics.TrackQueue("ClusterUpgrade", () => _upgradeQueue.Depth);
        monitoring.Metrics.TrackQueue("ClusterNode", () => _nodeQueue.Depth);
    }

    /// <summary>Stands for leadership until cancelled; works while it leads.</summary>
    /// <param name="ready">Called once, when every local copy is complete.</param>
    /// <param name="cancellation">The process is asked to stop.</param>
    public async Task RunAsync(Action ready, CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var telling = new CancellationTokenSource();
        var following = _stores.RunAsync(all.Token);
        var standing = StandAsync(ready, all.Token);
        var reporting = _stores.ReportAsync(_monitoring.Caches, all.Token);
        var events = _events.RunAsync(telling.Token);

        // None of these ends by itself: whichever does has met a bug, and half an operator is worse than a restart.
        await Task.WhenAny(following, standing, events).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(following, standing, reporting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Last of all: the end of the work has its events too.
        await telling.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(following, standing, reporting, events).ConfigureAwait(false);
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
            var end = await lease.RunAsync(
                (leadership, office) => _term.RunAsync(leadership, _upgradeQueue, _nodeQueue, _options.NodeWorkers, office), cancellation).ConfigureAwait(false);
            if (end is LeaderEnd.Abandoned abandoned)
            {
                throw new InvalidOperationException($"leadership was lost ({abandoned.Reason}) and work in hand did not end: the process must not go on");
            }

            // Whoever leads now wants the connections; ours would only hold sessions open on the nodes.
            await _nodes.ForgetAllAsync().ConfigureAwait(false);
        }
    }
}
