using System.Diagnostics.Metrics;
using Windlass.Operator.Metrics;
using static Windlass.Operator.Tests.Metrics.Scrape;

namespace Windlass.Operator.Tests.Metrics;

public sealed class MetricsListenerTests : IDisposable
{
    private readonly Meter _meter = new("test");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void NodeGone_NextScrape_HasNoSeriesOfIt()
    {
        using var listener = Listen();
        string[] hosts = ["a", "b"];
        _meter.CreateObservableGauge("up", () => hosts.Select(host => new Measurement<int>(1, Tag("host", host))));
        Assert.Equal(Lines("# TYPE up gauge", "up{host=\"a\"} 1", "up{host=\"b\"} 1"), Text(listener));

        hosts = ["b"];

        Assert.Equal(Lines("# TYPE up gauge", "up{host=\"b\"} 1"), Text(listener));
        hosts = [];
        Assert.Equal("", Text(listener));
    }

    [Fact]
    public void CallbackThrows_Scrape_CountsItAndShowsTheOthers()
    {
        using var listener = Listen();
        _meter.CreateObservableGauge("bad", int () => throw new InvalidOperationException("broken on purpose"));
        _meter.CreateObservableGauge("good", () => 1);

        Assert.Equal(Lines("# TYPE good gauge", "good 1"), Text(listener));
        Assert.Contains("windlass_metrics_scrape_errors_total 2\n", Text(listener.Collect(), ExpositionFormat.PrometheusText), StringComparison.Ordinal);
    }

    [Fact]
    public void TooManySeries_Scrape_ShowsTheLimitAndCountsTheRest()
    {
        using var listener = Listen(limit: 3);
        var counter = _meter.CreateCounter<int>("c");
        for (var number = 0; number < 10; number++)
        {
            counter.Add(1, Tag("n", number));
        }

        Assert.Equal(3, Text(listener).Split("c_total{").Length - 1);
        Assert.Contains("windlass_metrics_dropped_total 7\n", Text(listener.Collect(), ExpositionFormat.PrometheusText), StringComparison.Ordinal);
    }

    [Fact]
    public void SeriesForgotten_MakesRoomAgain()
    {
        using var listener = Listen(limit: 1);
        var counter = _meter.CreateCounter<int>("c");
        counter.Add(5, Tag("upgrade", "old"));

        listener.Forget(new Dictionary<string, string> { ["upgrade"] = "old" });
        counter.Add(1, Tag("upgrade", "new"));

        Assert.Equal(Lines("# TYPE c_total counter", "c_total{upgrade=\"new\"} 1"), Text(listener));
    }

    [Fact]
    public void Forget_NeedsEveryLabel()
    {
        using var listener = Listen();
        _meter.CreateCounter<int>("c").Add(5, Tag("a", "1"), Tag("b", "1"));

        listener.Forget(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });

        Assert.Contains("c_total", Text(listener), StringComparison.Ordinal);
    }

    [Fact]
    public void OneNameTwoKinds_TheFirstStays()
    {
        using var listener = Listen();
        _meter.CreateGauge<int>("x").Record(1);
        _meter.CreateHistogram<int>("x").Record(7);

        Assert.Equal(Lines("# TYPE x gauge", "x 1"), Text(listener));
    }

    [Fact]
    public void OneNameTwoMeters_AreMerged()
    {
        using var other = new Meter("other");
        using var listener = new MetricsListener(meter => meter == _meter || meter == other);
        _meter.CreateCounter<int>("x").Add(1);
        other.CreateCounter<long>("x").Add(2);

        Assert.Equal(Lines("# TYPE x_total counter", "x_total 3"), Text(listener));
    }

    [Fact]
    public void EveryKindOfInstrument_Scrape_MeansWhatItSays()
    {
        using var listener = Listen();
        _meter.CreateUpDownCounter<int>("updown").Add(5);
        _meter.CreateUpDownCounter<int>("updown").Add(-7);
        var gauge = _meter.CreateGauge<decimal>("gauge");
        gauge.Record(5);
        gauge.Record(2.5m);
        var counter = _meter.CreateCounter<float>("count");
        counter.Add(1);
        counter.Add(-1);
        _meter.CreateObservableCounter("seen", () => (byte)9);
        _meter.CreateObservableUpDownCounter("level", () => (short)-3);

        Assert.Equal(
            Lines(
                "# TYPE count_total counter",
                "count_total 1",
                "# TYPE gauge gauge",
                "gauge 2.5",
                "# TYPE level gauge",
                "level -3",
                "# TYPE seen_total counter",
                "seen_total 9",
                "# TYPE updown gauge",
                "updown -2"),
            Text(listener));
    }

    [Fact]
    public async Task MeasuredByManyThreads_Scrape_LosesNothing()
    {
        using var listener = Listen();
        var histogram = _meter.CreateHistogram("h", null, null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        var recording = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < 5000; number++)
            {
                histogram.Record(number % 2 * 2);
            }
        })).ToArray();
        while (!recording.All(task => task.IsCompleted))
        {
            // In the middle of it all: +Inf, count and sum of one moment agree.
            var series = listener.Collect().Where(family => family.Name == "h").SelectMany(family => family.Series);
            Assert.All(series, one => Assert.Equal(one.Value, one.Buckets[1] * 2));
        }

        await Task.WhenAll(recording);
        Assert.Contains("h_count 20000\n", Text(listener), StringComparison.Ordinal);
        Assert.Contains("h_sum 20000\n", Text(listener), StringComparison.Ordinal);
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private MetricsListener Listen(int limit = MetricsListener.DefaultSeriesLimit) => new(meter => meter == _meter, limit);
}
