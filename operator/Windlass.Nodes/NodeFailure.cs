namespace Windlass.Nodes;

/// <summary>Why a node could not be reached or understood.</summary>
/// <param name="Kind">The class of it.</param>
/// <param name="Message">What happened and what a person can do about it.</param>
public sealed record NodeFailure(NodeFailureKind Kind, string Message);
