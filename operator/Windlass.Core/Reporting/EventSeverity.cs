namespace Windlass.Core.Reporting;

/// <summary>How much an event matters.</summary>
public enum EventSeverity
{
    /// <summary>As it should be.</summary>
    Normal,

    /// <summary>Somebody may have to look.</summary>
    Warning,

    /// <summary>Somebody may have to look, and the whole upgrade feels it: told on the ClusterUpgrade too.</summary>
    UpgradeWarning,
}
