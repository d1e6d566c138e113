using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>The running value of one series. Guarded by its family's lock.</summary>
/// <param name="labels">Rendered labels.</param>
/// <param name="pairs">The same labels by name.</param>
/// <param name="buckets">Number of buckets; 0 unless it is a histogram.</param>
internal sealed class MetricSeries(string labels, ImmutableArray<KeyValuePair<string, string>> pairs, int buckets)
{
    private readonly long[] _buckets = new long[buckets];

    private double _value;

    internal string Labels { get; } = labels;

    /// <summary>Number of the scrape that last saw it; only observable series depend on it.</summary>
    internal long Scrape { get; set; }

    internal void Set(double value) => _value = value;

    internal void Add(double value) => _value += value;

    internal void Observe(double value, ImmutableArray<double> bounds)
    {
        // Upper bounds are inclusive; what exceeds all of them falls into the last bucket, +Inf.
        var index = bounds.AsSpan().BinarySearch(value);
        _buckets[index >= 0 ? index : ~index]++;
        _value += value;
    }

    internal bool Has(IReadOnlyDictionary<string, string> labels) =>
        labels.All(wanted => pairs.Any(pair => pair.Key == wanted.Key && pair.Value == wanted.Value));

    internal SeriesSnapshot Snapshot() => new(Labels, _value, _buckets.Length == 0 ? default : [.. _buckets]);
}
