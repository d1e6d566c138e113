using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Collects what the instruments of some meters measure, for scraping. Instruments of one name and kind from several meters are merged;
/// one whose kind contradicts is left out and counted. Thread-safe.
/// </summary>
public sealed class MetricsListener : IDisposable
{
    /// <summary>Series beyond this are not exposed but counted in <c>windlass_metrics_dropped_total</c>.</summary>
    public const int DefaultSeriesLimit = 10_000;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly SeriesBudget _budget;
    private readonly Lock _scraping = new();

    private long _scrape;
    private long _errors;

    /// <summary>Starts to listen.</summary>
    /// <param name="isWanted">Which meters to collect.</param>
    /// <param name="seriesLimit">How many series to keep at most.</param>
    public MetricsListener(Func<Meter, bool> isWanted, int seriesLimit = DefaultSeriesLimit)
    {
        _budget = new SeriesBudget(seriesLimit);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (isWanted(instrument.Meter) && FamilyOf(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<short>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) => Record(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((instrument, value, tags, state) => Record(instrument, (double)value, tags, state));
        _listener.Start();
    }

    /// <summary>Forgets the series of something that is gone for good: those which carry all of these labels.</summary>
    /// <param name="labels">Label names and values.</param>
    public void Forget(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var family in _families.Values)
        {
            family.Forget(labels);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Asks the observable instruments and returns every family that has a series, sorted by name.</summary>
    internal ImmutableArray<FamilySnapshot> Collect()
    {
        // One scrape at a time: what is observed is marked with the scrape's number.
        lock (_scraping)
        {
            _scrape++;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException failures)
            {
                // Thrown after the other callbacks have run: the scrape goes on without what failed.
                Interlocked.Add(ref _errors, failures.InnerExceptions.Count);
            }

            foreach (var family in _families.Values)
            {
                family.DropStale(_scrape);
            }

            var families = _families.Values.Select(family => family.Snapshot()).Where(family => !family.Series.IsEmpty);
            return [.. families.Concat(Own()).OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }

    private IEnumerable<FamilySnapshot> Own()
    {
        yield return Counter("windlass_metrics_scrape_errors_total", "Callbacks that failed while metrics were collected.", Interlocked.Read(ref _errors));
        yield return Counter("windlass_metrics_dropped_total", "Measurements left out because there were too many series.", _budget.Refused);
    }

    private static FamilySnapshot Counter(string name, string help, long value) =>
        new(name, MetricKind.Counter, help, "", [], [new SeriesSnapshot("", value, default)]);

    private MetricFamily? FamilyOf(Instrument instrument)
    {
        var kind = KindOf(instrument);
        var bounds = kind == MetricKind.Histogram ? HistogramBounds.Of(instrument) : [];
        var name = PrometheusName.OfFamily(instrument, kind);
        var family = _families.GetOrAdd(
            name,
            _ => new MetricFamily(name, kind, instrument.Description ?? "", PrometheusName.Unit(instrument.Unit), bounds, _budget));
        if (family.Kind == kind)
        {
            return family;
        }

        Interlocked.Increment(ref _errors);
        return null;
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (state is not MetricFamily family)
        {
            return;
        }

        if (instrument.IsObservable)
        {
            family.Observe(value, tags, _scrape);
            return;
        }

        family.Push(value, tags, isAbsolute: IsOf(instrument, typeof(Gauge<>)));
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        if (IsOf(instrument, typeof(Histogram<>)))
        {
            return MetricKind.Histogram;
        }

        if (IsOf(instrument, typeof(Counter<>)) || IsOf(instrument, typeof(ObservableCounter<>)))
        {
            return MetricKind.Counter;
        }

        return MetricKind.Gauge;
    }

    private static bool IsOf(Instrument instrument, Type definition) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition;
}
