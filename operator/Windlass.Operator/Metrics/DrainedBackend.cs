namespace Windlass.Operator.Metrics;

/// <summary>A backend a node is drained from on at least one load balancer.</summary>
/// <param name="Host">Name of the node.</param>
/// <param name="Backend">Name of the backend.</param>
/// <param name="Owner">Who drained it.</param>
public readonly record struct DrainedBackend(string Host, string Backend, DrainOwner Owner);
