using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>
/// Random runs with everything going wrong that can: after every event the rules of "Always true" hold, and every run ends. A
/// failing run prints its scenario, its transcript and its seed.
/// </summary>
public sealed class UpgradePropertyTests
{
    private static readonly TroubleKind[] Deletion = [TroubleKind.Deleted, TroubleKind.Aborted];
    private static readonly TroubleKind[] All = [.. Enum.GetValues<TroubleKind>().Except(Deletion)];

    [Fact]
    public void AnyTroubles_Upgrade_KeepsEveryRuleAndEnds() => SeededRuns.Check(60, All, scenario => scenario.Build().ToTheEnd());

    [Fact]
    public void DeletedOrAbortedAtAnyTime_Upgrade_KeepsEveryRuleAndLeavesNothing() =>
        SeededRuns.Check(20, All, scenario => scenario.With([.. Deletion], 1).Build().ToTheEnd());

    /// <summary>Two runs each: with and without.</summary>
    [Fact]
    public void OperatorRestartsAtAnyTime_Upgrade_EndsAsWithoutRestarts() =>
        SeededRuns.Check(10, [.. All.Except([TroubleKind.OperatorRestarts])], scenario => SameEnd.Broken(scenario, () => null));
}
