using System.Diagnostics.Metrics;
using Windlass.Operator.Metrics;
using static Windlass.Operator.Tests.Metrics.Scrape;

namespace Windlass.Operator.Tests.Metrics;

public sealed class PrometheusExpositionTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly MetricsListener _listener;

    public PrometheusExpositionTests()
    {
        _listener = new MetricsListener(meter => meter == _meter);
        var requests = _meter.CreateCounter<long>("requests", null, "Requests \\ of \"all\"\nkinds.");
        var pause = _meter.CreateHistogram("gc.pause", "s", "Pauses.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5] });
        _meter.CreateObservableGauge("a_value", () => new[] { new Measurement<double>(double.PositiveInfinity), new(1e21, new KeyValuePair<string, object?>("z", 1)) });
        requests.Add(2, new("path", "a\\b\"c\nd"), new("code", 200));
        requests.Add(1, new KeyValuePair<string, object?>("code", 404));
        requests.Add(3, new("code", 200), new("path", "a\\b\"c\nd"));
        pause.Record(0.5, new KeyValuePair<string, object?>("gen", 0));
        pause.Record(0.7, new KeyValuePair<string, object?>("gen", 0));
        pause.Record(9, new KeyValuePair<string, object?>("gen", 0));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void AllKinds_Write_PrometheusText() => Assert.Equal(
        Lines(
            "# TYPE a_value gauge",
            "a_value +Inf",
            "a_value{z=\"1\"} 1E+21",
            "# HELP gc_pause_seconds Pauses.",
            "# TYPE gc_pause_seconds histogram",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"0.5\"} 1",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"1\"} 2",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"2.5\"} 2",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"+Inf\"} 3",
            "gc_pause_seconds_sum{gen=\"0\"} 10.2",
            "gc_pause_seconds_count{gen=\"0\"} 3",
            "# HELP requests_total Requests \\\\ of \"all\"\\nkinds.",
            "# TYPE requests_total counter",
            "requests_total{code=\"200\",path=\"a\\\\b\\\"c\\nd\"} 5",
            "requests_total{code=\"404\"} 1"),
        Text(_listener));

    [Fact]
    public void AllKinds_Write_OpenMetrics() => Assert.Equal(
        Lines(
            "# TYPE a_value gauge",
            "a_value +Inf",
            "a_value{z=\"1\"} 1E+21",
            "# HELP gc_pause_seconds Pauses.",
            "# TYPE gc_pause_seconds histogram",
            "# UNIT gc_pause_seconds seconds",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"0.5\"} 1",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"1.0\"} 2",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"2.5\"} 2",
            "gc_pause_seconds_bucket{gen=\"0\",le=\"+Inf\"} 3",
            "gc_pause_seconds_sum{gen=\"0\"} 10.2",
            "gc_pause_seconds_count{gen=\"0\"} 3",
            "# HELP requests Requests \\\\ of \\\"all\\\"\\nkinds.",
            "# TYPE requests counter",
            "requests_total{code=\"200\",path=\"a\\\\b\\\"c\\nd\"} 5",
            "requests_total{code=\"404\"} 1",
            "# EOF"),
        Text(_listener, ExpositionFormat.OpenMetrics));
}
