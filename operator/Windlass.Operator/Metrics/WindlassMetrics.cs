using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Windlass.Core.LoadBalancing;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Everything Windlass measures. State is shown by gauges over one snapshot that <see cref="Show"/> swaps; what happens is counted by the
/// methods. No label is called node, namespace or instance: Prometheus attaches those to the target and would rename ours. Thread-safe.
/// </summary>
public sealed class WindlassMetrics : IDisposable
{
    // From a second to two hours: a step may be a `systemctl stop` or an `apt-get install` behind a slow mirror.
    private static readonly InstrumentAdvice<double> StepSeconds = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200],
    };

    private static readonly InstrumentAdvice<double> ReconcileSeconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60],
    };

    private readonly ConcurrentDictionary<string, Func<int>> _queues = new(StringComparer.Ordinal);
    private readonly Counter<long> _drainReasserted;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _stepAttempts;
    private readonly Counter<long> _nodesFinished;
    private readonly Counter<long> _sshCommands;
    private readonly Counter<long> _apiWrites;
    private readonly Counter<long> _reconciles;
    private readonly Counter<long> _reconcileErrors;
    private readonly Histogram<double> _reconcileDuration;

    private readonly Histogram<double> _sshDuration;
    private readonly ConcurrentDictionary<(string Namespace, string Upgrade), DateTimeOffset> _looks = [];
    private readonly TimeProvider _time;
    private readonly ApiRequests _requests;
    private readonly BackendReadings _backends;

    private MetricsSnapshot _snapshot = MetricsSnapshot.Empty;

    /// <summary>Creates the instruments. They cost nothing until a <see cref="MetricsListener"/> listens, which therefore is to be created first or right after.</summary>
    /// <param name="version">Version of this build.</param>
    /// <param name="time">The clock that the clocks of runs are read by; null: the system's.</param>
    public WindlassMetrics(string version, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Meter = new Meter("Windlass", version);
        _drainReasserted = Meter.CreateCounter<long>("windlass_drain_reasserted_total", null, "Drains set again because a load balancer had forgotten them.");
        _stepDuration = Meter.CreateHistogram("windlass_node_step_duration_seconds", "s", "How long steps on nodes took.", advice: StepSeconds);
        _stepAttempts = Meter.CreateCounter<long>("windlass_node_step_attempts_total", null, "Attempts at steps on nodes, by how they ended.");
        _nodesFinished = Meter.CreateCounter<long>("windlass_nodes_finished_total", null, "Nodes that came to the target, and nodes that came to be stalled, by role.");
        _sshCommands = Meter.CreateCounter<long>("windlass_ssh_commands_total", null, "Commands sent to nodes over SSH, by how they ended.");
        _apiWrites = Meter.CreateCounter<long>("windlass_api_writes_total", null, "Changes asked of the Kubernetes API, by kind, verb and how they ended.");
        _reconciles = Meter.CreateCounter<long>("windlass_reconcile_total", null, "Reconciliations, by kind and how they ended.");
        _reconcileErrors = Meter.CreateCounter<long>("windlass_reconcile_errors_total", null, "Reconciliations that failed.");
        _reconcileDuration = Meter.CreateHistogram("windlass_reconcile_duration_seconds", "s", "How long reconciliations took.", advice: ReconcileSeconds);
        Meter.CreateObservableGauge("windlass_workqueue_depth", ObserveQueues, null, "Objects waiting to be reconciled.");
        Meter.CreateObservableGauge(
            "windlass_operator_build_info",
            () => new Measurement<int>(1, new("version", version), new("dotnet_version", Environment.Version.ToString())),
            null,
            "Version of this operator; always 1.");
        _sshDuration = Meter.CreateHistogram("windlass_ssh_command_duration_seconds", "s", "How long commands sent to nodes over SSH took.", advice: ReconcileSeconds);
        Meter.CreateObservableGauge("windlass_last_reconcile_timestamp_seconds", ObserveLooks, null, "When an upgrade was last looked at, and its status was as it should be.");
        _backends = new BackendReadings(_time);
        Meter.CreateObservableGauge(
            "windlass_backend_healthy_servers", () => _backends.Measure(Volatile.Read(ref _snapshot).Upgrades), null, "Servers in rotation in a backend, in the HAProxy with the fewest, while an upgrade is at work; without backends that are down for their schema.");
        Controllers = new ControllerMetrics(Meter, () => Volatile.Read(ref _snapshot).IsLeader, _queues);
        _requests = new ApiRequests(Controllers);
        ProcessGauges.Create(Meter);
        StateGauges.Create(Meter, () => Volatile.Read(ref _snapshot));
        RunGauges.Create(Meter, () => Volatile.Read(ref _snapshot), _time);
    }

    /// <summary>The meter to listen to.</summary>
    public Meter Meter { get; }

    /// <summary>The operator itself, by the names that controller-runtime uses.</summary>
    public ControllerMetrics Controllers { get; }

    /// <summary>Shows another state from the next scrape on. What the new snapshot does not hold is not shown any more.</summary>
    /// <param name="snapshot">The whole state.</param>
    public void Show(MetricsSnapshot snapshot) => Volatile.Write(ref _snapshot, snapshot);

    /// <summary>Shows the depth of a work queue from now on, and its reconciler's counters at zero: a counter that first appears at 1 never "increased".</summary>
    /// <param name="kind">The kind the queue is for.</param>
    /// <param name="depth">Must be cheap and may be called from any thread.</param>
    public void TrackQueue(string kind, Func<int> depth)
    {
        _queues[kind] = depth;
        Controllers.Expect(kind);
        _reconcileErrors.Add(0, Label("kind", kind));
        _reconciles.Add(0, Label("kind", kind), Label("result", "success"));
        _reconciles.Add(0, Label("kind", kind), Label("result", "error"));
    }

    /// <summary>Shows from now on how many SSH connections were opened; there may be one such count.</summary>
    /// <param name="opened">All since the process started, over all nodes. Must be cheap and may be called from any thread.</param>
    public void TrackConnections(Func<long> opened) =>
        Meter.CreateObservableCounter("windlass_ssh_connections_total", opened, null, "SSH connections opened to nodes, whether or not they came about.");

    /// <summary>Counts a drain that was set again.</summary>
    /// <param name="upgradeNamespace">Namespace of the upgrade.</param>
    /// <param name="upgrade">Name of the upgrade.</param>
    /// <param name="backend">The backend.</param>
    public void DrainReasserted(string upgradeNamespace, string upgrade, string backend) =>
        _drainReasserted.Add(1, Label("upgrade_namespace", upgradeNamespace), Label("upgrade", upgrade), Label("backend", backend));

    /// <summary>Counts an attempt at a step and how long it took.</summary>
    /// <param name="step">Which step.</param>
    /// <param name="result"><c>success</c>, <c>failure</c>, <c>unreachable</c>: few words, as each makes a series.</param>
    /// <param name="reason">CamelCase reason of a result that is not success; empty otherwise.</param>
    /// <param name="duration">From its start to its end.</param>
    public void StepEnded(StepLabels step, string result, string reason, TimeSpan duration)
    {
        KeyValuePair<string, object?>[] labels =
        [
            Label("upgrade_namespace", step.UpgradeNamespace), Label("upgrade", step.Upgrade), Label("role", step.Role), Label("step", step.Step), Label("result", result),
        ];
        _stepDuration.Record(duration.TotalSeconds, labels);
        _stepAttempts.Add(1, [.. labels, Label("reason", reason)]);
    }

    /// <summary>Counts a node that came to an end, good or bad.</summary>
    /// <param name="upgradeNamespace">Namespace of the upgrade.</param>
    /// <param name="upgrade">Name of the upgrade.</param>
    /// <param name="role">Role of the node.</param>
    /// <param name="result"><c>upgraded</c> or <c>stalled</c>.</param>
    public void NodeFinished(string upgradeNamespace, string upgrade, string role, string result) => _nodesFinished.Add(
        1, Label("upgrade_namespace", upgradeNamespace), Label("upgrade", upgrade), Label("role", role), Label("result", result));

    /// <summary>An HAProxy was read.</summary>
    /// <param name="space">Namespace of its node.</param>
    /// <param name="snapshot">What it said.</param>
    public void BalancerSeen(string space, LoadBalancerSnapshot snapshot) => _backends.Saw(space, snapshot);

    /// <summary>Counts a command sent over SSH.</summary>
    /// <param name="result"><c>completed</c>, <c>unreachable</c>, <c>timed_out</c>, <c>garbled</c>.</param>
    /// <param name="duration">From its start to its end; also of one that did not come through.</param>
    public void SshCommandEnded(string result, TimeSpan duration)
    {
        _sshCommands.Add(1, Label("result", result));
        _sshDuration.Record(duration.TotalSeconds, Label("result", result));
    }

    /// <summary>An upgrade was looked at from end to end, and its status says what was found.</summary>
    /// <param name="upgradeNamespace">Namespace of the upgrade.</param>
    /// <param name="upgrade">Name of the upgrade.</param>
    public void UpgradeLookedAt(string upgradeNamespace, string upgrade) => _looks[(upgradeNamespace, upgrade)] = _time.GetUtcNow();

    /// <summary>Counts a change asked of the API.</summary>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="verb"><c>create</c>, <c>replace</c>, <c>apply</c>, <c>apply_status</c>, <c>patch</c>, <c>delete</c>.</param>
    /// <param name="result"><c>success</c> or <c>error</c>.</param>
    public void ApiWriteEnded(string kind, string verb, string result) =>
        _apiWrites.Add(1, Label("kind", kind), Label("verb", verb), Label("result", result));

    /// <summary>Counts a reconciliation.</summary>
    /// <param name="kind">The kind reconciled.</param>
    /// <param name="duration">From its start to its end.</param>
    /// <param name="failure">Why it failed; null when it succeeded. Not a label.</param>
    public void ReconcileEnded(string kind, TimeSpan duration, string? failure)
    {
        var result = failure is null ? "success" : "error";
        _reconciles.Add(1, Label("kind", kind), Label("result", result));
        _reconcileDuration.Record(duration.TotalSeconds, Label("kind", kind), Label("result", result));
        Controllers.Ended(kind, duration, failure is not null);
        if (failure is not null)
        {
            _reconcileErrors.Add(1, Label("kind", kind));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        Meter.Dispose();
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    /// <summary>Of upgrades that this replica shows: what it looked at when it led before tells nothing of today.</summary>
    private IEnumerable<Measurement<double>> ObserveLooks() =>
        from upgrade in Volatile.Read(ref _snapshot).Upgrades
        where upgrade.IsLed && _looks.ContainsKey((upgrade.Namespace, upgrade.Name))
        select new Measurement<double>(
            _looks[(upgrade.Namespace, upgrade.Name)].ToUnixTimeMilliseconds() / 1000.0, Label("upgrade_namespace", upgrade.Namespace), Label("upgrade", upgrade.Name));

    private IEnumerable<Measurement<int>> ObserveQueues() =>
        _queues.Select(queue => new Measurement<int>(queue.Value(), Label("kind", queue.Key)));
}
