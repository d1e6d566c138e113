namespace Windlass.Core.Planning.Nodes;

/// <summary>Why a node with granted work does not move.</summary>
public enum WaitReason
{
    /// <summary>Somebody asked for a pause.</summary>
    Paused,

    /// <summary>The step failed and its next try is not due yet.</summary>
    RetryPending,

    /// <summary>Another program holds dpkg's lock.</summary>
    AptLocked,

    /// <summary>Too few other servers would stay in rotation.</summary>
    MinHealthyGuard,

    /// <summary>An HAProxy cannot be read, or does not know the server: out of rotation is not proved.</summary>
    LoadBalancerUnknown,

    /// <summary>Sessions are still in progress on a drained server.</summary>
    SessionsRemaining,

    /// <summary>Sessions are still in progress and their time is over.</summary>
    DrainTimedOut,

    /// <summary>The service runs, but its probe does not answer well.</summary>
    ProbeFailing,

    /// <summary>The component is down on every node until its schema has moved.</summary>
    StoppedTogether,

    /// <summary>The component is down here and on its new packages; another component's schema is on the move, and its own comes next.</summary>
    SchemaBusy,

    /// <summary>A step that is no longer wanted is still running on the node.</summary>
    StepStillRunning,
}
