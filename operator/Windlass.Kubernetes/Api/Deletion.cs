namespace Windlass.Kubernetes.Api;

/// <summary>What a delete request did.</summary>
/// <param name="State">Gone, or waiting for its finalizers.</param>
public sealed record Deletion(DeletionState State);
