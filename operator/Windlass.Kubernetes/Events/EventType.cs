namespace Windlass.Kubernetes.Events;

/// <summary>How much an event matters.</summary>
public enum EventType
{
    /// <summary>As it should be.</summary>
    Normal,

    /// <summary>Somebody may have to look.</summary>
    Warning,
}
