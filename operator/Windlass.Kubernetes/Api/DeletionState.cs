namespace Windlass.Kubernetes.Api;

/// <summary>Where a deleted object is.</summary>
public enum DeletionState
{
    /// <summary>It no longer exists.</summary>
    Gone,

    /// <summary>It is marked as deleted and lives until its finalizers are removed.</summary>
    Terminating,
}
