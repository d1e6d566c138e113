namespace Windlass.Core.Api.Upgrades;

/// <summary>Which clock of a run goes.</summary>
public enum RunClock
{
    /// <summary>Nodes are looked at or in work.</summary>
    Active,

    /// <summary>Somebody asked for a pause, and it is quiet.</summary>
    Paused,

    /// <summary>It waits: for a window, an approval, a gate, another upgrade, or for a person to put something right.</summary>
    Waiting,

    /// <summary>The run is over.</summary>
    Stopped,
}
