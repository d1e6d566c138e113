using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>
/// The series of one name. Pushed measurements accumulate; observed ones replace what was observed before, and what is not observed
/// in a scrape is gone, so that a node that has left leaves no stale series. Thread-safe.
/// </summary>
/// <param name="name">Prometheus name.</param>
/// <param name="kind">How Prometheus reads it.</param>
/// <param name="help">For people.</param>
/// <param name="unit">Base unit; empty for none.</param>
/// <param name="bounds">Upper bounds of a histogram; empty otherwise.</param>
/// <param name="budget">Shared by all families: how many series there may be.</param>
internal sealed class MetricFamily(string name, MetricKind kind, string help, string unit, ImmutableArray<double> bounds, SeriesBudget budget)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly LabelText _labels = new();

    internal string Name { get; } = name;

    internal MetricKind Kind { get; } = kind;

    /// <summary>Adds what an ordinary instrument measured.</summary>
    internal void Push(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, bool isAbsolute)
    {
        // A counter that shrank, or a sum that became NaN, could never be mended.
        if (double.IsNaN(value) || (Kind == MetricKind.Counter && value < 0))
        {
            return;
        }

        lock (_gate)
        {
            var series = Series(tags);
            if (Kind == MetricKind.Histogram)
            {
                series?.Observe(value, bounds);
            }
            else if (isAbsolute)
            {
                series?.Set(value);
            }
            else
            {
                series?.Add(value);
            }
        }
    }

    /// <summary>Takes what an observable instrument says now.</summary>
    internal void Observe(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, long scrape)
    {
        lock (_gate)
        {
            if (Series(tags) is { } series)
            {
                series.Set(value);
                series.Scrape = scrape;
            }
        }
    }

    /// <summary>Drops what was observed once but not in this scrape.</summary>
    internal void DropStale(long scrape) => Drop(series => series.Scrape != 0 && series.Scrape != scrape);

    /// <summary>Drops the series that carry all these labels.</summary>
    internal void Forget(IReadOnlyDictionary<string, string> labels) => Drop(series => series.Has(labels));

    /// <summary>Buckets, sum and count of one moment: all under one lock, or they would contradict each other.</summary>
    internal FamilySnapshot Snapshot()
    {
        lock (_gate)
        {
            var series = _series.Values.Select(one => one.Snapshot()).ToArray();
            Array.Sort(series, static (left, right) => string.CompareOrdinal(left.Labels, right.Labels));
            return new FamilySnapshot(Name, Kind, help, unit, bounds, [.. series]);
        }
    }

    private MetricSeries? Series(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = _labels.Render(tags, Kind);
        if (_series.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        if (!budget.TryTake())
        {
            return null;
        }

        var series = new MetricSeries(text.ToString(), [.. _labels.Labels], Kind == MetricKind.Histogram ? bounds.Length + 1 : 0);
        _series.Add(series.Labels, series);
        return series;
    }

    private void Drop(Func<MetricSeries, bool> isGone)
    {
        lock (_gate)
        {
            foreach (var series in _series.Values.Where(isGone).ToArray())
            {
                _series.Remove(series.Labels);
                budget.Return();
            }
        }
    }
}
