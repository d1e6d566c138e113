namespace Windlass.Operator.Metrics;

/// <summary>How many nodes a preflight check has a finding of.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="Severity">How bad: <c>Failure</c>, <c>Warning</c>, <c>Note</c>.</param>
/// <param name="Nodes">Nodes with such a finding.</param>
public readonly record struct CheckCount(string Check, string Severity, int Nodes);
