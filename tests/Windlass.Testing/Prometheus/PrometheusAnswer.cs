namespace Windlass.Testing.Prometheus;

/// <summary>What an expression yields now.</summary>
/// <param name="Series">The labels of each series, with its name as <c>__name__</c> where it has one.</param>
public sealed record PrometheusAnswer(IReadOnlyList<IReadOnlyDictionary<string, string>> Series);
