namespace Windlass.Operator.Page;

/// <summary>What the API server says.</summary>
/// <param name="Allowed">It may be done.</param>
/// <param name="Reason">Why, or why not; may be missing.</param>
internal sealed record AccessAnswer(bool Allowed, string? Reason);
