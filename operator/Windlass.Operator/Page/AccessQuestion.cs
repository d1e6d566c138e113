namespace Windlass.Operator.Page;

/// <summary>What is asked of the API server.</summary>
/// <param name="ResourceAttributes">The deed.</param>
internal sealed record AccessQuestion(AccessDeed ResourceAttributes);
