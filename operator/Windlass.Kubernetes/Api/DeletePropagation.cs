namespace Windlass.Kubernetes.Api;

/// <summary>What happens to the objects owned by a deleted one.</summary>
public enum DeletePropagation
{
    /// <summary>They are deleted afterwards.</summary>
    Background,

    /// <summary>They are deleted first.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
