namespace Windlass.Operator.Metrics;

/// <summary>A node of an upgrade that is over or ends, on which something of ours still is: a drain, held units, stopped configuration management.</summary>
/// <param name="Host">Name of the node.</param>
/// <param name="Role">Its role in the upgrade.</param>
public readonly record struct LeftBehindNode(string Host, string Role);
