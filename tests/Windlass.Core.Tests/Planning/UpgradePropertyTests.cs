using CsCheck;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>
/// Random runs with everything going wrong that can: after every event the rules of "Always true" hold, and every run ends. A
/// failing run prints its scenario and its transcript.
/// </summary>
public sealed class UpgradePropertyTests
{
    private static readonly TroubleKind[] PassingTroubles =
    [
        TroubleKind.NodeDoesNotAnswer, TroubleKind.StepFails, TroubleKind.StepFailsAfterwards, TroubleKind.StepCrashes, TroubleKind.PackagesHalfDone,
        TroubleKind.HAProxyReloads, TroubleKind.PeopleDrain, TroubleKind.PeopleDrainForAWhile, TroubleKind.UnitDisabled, TroubleKind.PuppetOff,
        TroubleKind.Paused, TroubleKind.AptLocked,
    ];

    private static readonly int Iterations = int.TryParse(Environment.GetEnvironmentVariable("WINDLASS_RUNS"), out var runs) ? runs : 24;

    [Fact]
    public void AnyTroubles_Upgrade_KeepsEveryRuleAndEnds() =>
        Scenario.Any([.. PassingTroubles, TroubleKind.OperatorRestarts]).Sample(scenario => { scenario.Build().ToTheEnd(); }, iter: Iterations, threads: 1);

    [Fact]
    public void DeletedAtAnyTime_Upgrade_KeepsEveryRuleAndLeavesNothing() =>
        Gen.Select(Scenario.Any([.. PassingTroubles, TroubleKind.OperatorRestarts]), Trouble.Any(TroubleKind.Deleted)).Sample(
            (scenario, deletion) => { (scenario with { Troubles = scenario.Troubles.Add(deletion) }).Build().ToTheEnd(); },
            iter: Iterations,
            threads: 1);

    [Fact]
    public void OperatorRestartsAtAnyTime_Upgrade_EndsAsWithoutRestarts() =>
        Gen.Select(Scenario.Any(PassingTroubles), Trouble.Any(TroubleKind.OperatorRestarts).Array[1, 6]).Sample(
            (scenario, restarts) => Assert.Equal(
                scenario.Build().ToTheEnd().Outline(),
                (scenario with { Troubles = scenario.Troubles.AddRange(restarts) }).Build().ToTheEnd().Outline()),
            iter: Iterations / 2,
            threads: 1);
}
