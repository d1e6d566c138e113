namespace Windlass.Operator.Metrics;

/// <summary>The two texts Prometheus reads.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text 0.0.4.</summary>
    PrometheusText,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}
