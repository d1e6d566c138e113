namespace Windlass.Core.Planning.Steps;

/// <summary>Why units are restarted.</summary>
public enum RestartCause
{
    /// <summary>They run code from before the installation.</summary>
    OldCode,

    /// <summary>They agreed on an old RPC version when they started, and no old daemon is left.</summary>
    FinalRestart,
}
