namespace Windlass.Core.Api.Upgrades;

/// <summary>What to do with sessions that outlive the drain timeout.</summary>
public enum DrainTimeoutPolicy
{
    /// <summary>Leave the server drained, and report the node as stalled.</summary>
    Fail,

    /// <summary>Close them.</summary>
    CloseSessions,
}
