namespace Windlass.Operator.Metrics;

/// <summary>How Prometheus reads a family.</summary>
internal enum MetricKind
{
    /// <summary>Only grows; named with <c>_total</c>.</summary>
    Counter,

    /// <summary>A value as it is now.</summary>
    Gauge,

    /// <summary>Counts of observations by upper bound, with sum and count.</summary>
    Histogram,
}
