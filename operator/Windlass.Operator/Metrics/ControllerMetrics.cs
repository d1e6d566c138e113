using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Windlass.Kubernetes.Queueing;

namespace Windlass.Operator.Metrics;

/// <summary>
/// The operator itself under the names that controller-runtime and client-go use, so that dashboards for any operator show this one too. Thread-safe.
/// </summary>
/// <remarks>Names and labels are those of controller-runtime's <c>pkg/internal/controller/metrics</c> and <c>pkg/metrics</c>; controllers are called by their kind in small letters.</remarks>
public sealed class ControllerMetrics
{
    // Those of controller-runtime, thinned: a pass of ours is an exchange with a node, from milliseconds to three quarters of a minute.
    private static readonly InstrumentAdvice<double> PassSeconds = new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    // client-go's powers of ten.
    private static readonly InstrumentAdvice<double> QueueSeconds = new() { HistogramBucketBoundaries = [0.001, 0.01, 0.1, 1, 10, 100] };

    private readonly ConcurrentDictionary<string, int> _active = new(StringComparer.Ordinal);
    private readonly Counter<long> _reconciles;
    private readonly Counter<long> _errors;
    private readonly Histogram<double> _passes;
    private readonly Counter<long> _added;
    private readonly Counter<long> _retried;
    private readonly Histogram<double> _waited;
    private readonly Counter<long> _requests;

    internal ControllerMetrics(Meter meter, Func<bool> isLeader, IEnumerable<KeyValuePair<string, Func<int>>> queues)
    {
        _reconciles = meter.CreateCounter<long>("controller_runtime_reconcile_total", null, "Passes, by controller and how they ended.");
        _errors = meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", null, "Passes that failed, by controller.");
        _passes = meter.CreateHistogram("controller_runtime_reconcile_time_seconds", "s", "How long passes took, by controller.", advice: PassSeconds);
        meter.CreateObservableGauge("controller_runtime_active_workers", () => _active.Select(one => new Measurement<int>(one.Value, Label("controller", one.Key))), null, "Passes in progress, by controller.");
        _added = meter.CreateCounter<long>("workqueue_adds_total", null, "Keys that were asked for, waiting already or not, by queue.");
        _retried = meter.CreateCounter<long>("workqueue_retries_total", null, "Keys put back after a failure, by queue.");
        _waited = meter.CreateHistogram("workqueue_queue_duration_seconds", "s", "How long keys were ready until they were taken, by queue.", advice: QueueSeconds);
        meter.CreateObservableGauge("workqueue_depth", () => queues.Select(queue => new Measurement<int>(queue.Value(), Label("name", Name(queue.Key)))), null, "Keys that are ready, by queue.");
        _requests = meter.CreateCounter<long>("rest_client_requests_total", null, "Requests to the Kubernetes API that were answered or failed, by status code and method.");
        meter.CreateObservableGauge("leader_election_master_status", () => new Measurement<int>(isLeader() ? 1 : 0, Label("name", "windlass-operator")), null, "1 on the replica that holds the lease.");
    }

    /// <summary>What a queue is to tell.</summary>
    /// <param name="kind">The kind the queue is for.</param>
    public QueueMetrics OfQueue(string kind)
    {
        var name = Label("name", Name(kind));
        _added.Add(0, name);
        _retried.Add(0, name);
        return new QueueMetrics { Added = () => _added.Add(1, name), Retried = () => _retried.Add(1, name), Waited = waited => _waited.Record(waited.TotalSeconds, name) };
    }

    /// <summary>Shows a controller's counters at zero: a counter that first appears at 1 never "increased".</summary>
    /// <param name="kind">The kind it reconciles.</param>
    internal void Expect(string kind)
    {
        var controller = Label("controller", Name(kind));
        _errors.Add(0, controller);
        _reconciles.Add(0, controller, Label("result", "success"));
        _reconciles.Add(0, controller, Label("result", "error"));
        _active.TryAdd(Name(kind), 0);
    }

    /// <summary>A pass begins.</summary>
    /// <param name="kind">The kind reconciled.</param>
    internal void Begun(string kind) => _active.AddOrUpdate(Name(kind), 1, (_, active) => active + 1);

    /// <summary>A pass that began has ended in any way.</summary>
    /// <param name="kind">The kind reconciled.</param>
    internal void Left(string kind) => _active.AddOrUpdate(Name(kind), 0, (_, active) => active - 1);

    /// <summary>Counts a pass.</summary>
    /// <param name="kind">The kind reconciled.</param>
    /// <param name="duration">From its start to its end.</param>
    /// <param name="hasFailed">It did not do what it had to.</param>
    internal void Ended(string kind, TimeSpan duration, bool hasFailed)
    {
        var controller = Label("controller", Name(kind));
        _reconciles.Add(1, controller, Label("result", hasFailed ? "error" : "success"));
        _passes.Record(duration.TotalSeconds, controller);
        if (hasFailed)
        {
            _errors.Add(1, controller);
        }
    }

    /// <summary>Counts a request to the API.</summary>
    /// <param name="code">Status code of the answer; <c>&lt;error&gt;</c> without one, as client-go has it.</param>
    /// <param name="method">Its method, in capital letters.</param>
    internal void Requested(string code, string method) => _requests.Add(1, Label("code", code), Label("method", method));

    private static string Name(string kind) => kind.ToLowerInvariant();

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
