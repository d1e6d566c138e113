namespace Windlass.Operator.Metrics;

/// <summary>A gate that nodes of an upgrade wait for or have waited for.</summary>
/// <param name="Gate">Name of the gate.</param>
/// <param name="IsOpen">Nodes may begin.</param>
public sealed record GateMetric(string Gate, bool IsOpen);
