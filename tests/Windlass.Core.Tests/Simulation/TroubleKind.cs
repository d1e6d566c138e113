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
    AptLocked,
    Deleted,
}
