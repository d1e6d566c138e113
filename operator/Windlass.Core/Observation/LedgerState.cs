namespace Windlass.Core.Observation;

/// <summary>How far a step got, by the node's ledger.</summary>
public enum LedgerState
{
    /// <summary>Its unit is running: attach and wait.</summary>
    Running,

    /// <summary>It ended and its exit code is on disk.</summary>
    Finished,

    /// <summary>It was started in this boot, but its unit is gone and it left no exit code.</summary>
    Crashed,

    /// <summary>It was started in an earlier boot and left no exit code: the machine went down under it.</summary>
    InterruptedByReboot,
}
