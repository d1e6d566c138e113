namespace Windlass.Operator.Metrics;

/// <summary>How many nodes of a role are in a state.</summary>
/// <param name="Role">The role.</param>
/// <param name="State"><c>pending staged updating waiting updated failed skipped unreachable</c>.</param>
/// <param name="Count">How many.</param>
public readonly record struct NodeCount(string Role, string State, int Count);
