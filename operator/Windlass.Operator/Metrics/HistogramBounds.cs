using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Windlass.Operator.Metrics;

/// <summary>The upper bounds an instrument advises, made fit for exposition: finite, ascending, each once.</summary>
internal static class HistogramBounds
{
    /// <summary>For histograms that advise nothing: seconds from a millisecond to ten minutes.</summary>
    private static readonly ImmutableArray<double> Default = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600];

    internal static ImmutableArray<double> Of(Instrument instrument) => instrument switch
    {
        Instrument<double> typed => Fit(typed.Advice?.HistogramBucketBoundaries),
        Instrument<float> typed => Fit(typed.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound)),
        Instrument<long> typed => Fit(typed.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound)),
        Instrument<int> typed => Fit(typed.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound)),
        _ => Default,
    };

    private static ImmutableArray<double> Fit(IEnumerable<double>? advised) =>
        advised is null ? Default : [.. advised.Where(double.IsFinite).Distinct().Order()];
}
