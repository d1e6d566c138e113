namespace Windlass.Operator.Metrics;

/// <summary>A node that cannot be reached.</summary>
/// <param name="Host">Name of the node.</param>
/// <param name="Role">Its role in the upgrade.</param>
/// <param name="Reason">CamelCase reason, for example <c>HostKeyMismatch</c>.</param>
public readonly record struct UnreachableNode(string Host, string Role, string Reason);
