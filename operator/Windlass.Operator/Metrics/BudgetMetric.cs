namespace Windlass.Operator.Metrics;

/// <summary>How many nodes of an upgrade may be stalled before no other satellite is begun.</summary>
/// <param name="Allowed">By <c>strategy.failureBudget</c>.</param>
/// <param name="Spent">Stalled now.</param>
public readonly record struct BudgetMetric(int Allowed, int Spent);
