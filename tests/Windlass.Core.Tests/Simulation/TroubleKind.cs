namespace Windlass.Core.Tests.Simulation;

/// <summary>What goes wrong, or what people do meanwhile.</summary>
public enum TroubleKind
{
    OperatorRestarts,
    NodeDoesNotAnswer,
    StepFails,
    StepFailsAfterwards,
    StepCrashes,
    PackagesHalfDone,
    HAProxyReloads,
    PeopleDrain,
    PeopleDrainForAWhile,
    UnitDisabled,
    PuppetOff,
    Paused,
    RolePaused,
    NodePaused,
    AptLocked,
    AddressMoves,
    OperatorClockJumps,
    NodeClockJumps,
    Conflicts,
    ConnectionLostInMidStep,
    NodeReboots,
    GatePressed,
    WindowCloses,
    Deleted,
    Aborted,
}
