using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>The rules can fail: for each of the seven a planner that breaks it is caught, within a few runs.</summary>
public sealed class RulesTests
{
    private const int MostRuns = 400;

    [Fact]
    public void FloorIgnored_Rule1_Breaks() => Caught("rule 1", () => new Saboteurs.IgnoresTheFloor(), TroubleKind.PeopleDrainForAWhile, TroubleKind.PeopleDrain);

    [Fact]
    public void SchemaForgotten_Rule2_Breaks() => Caught("rule 2", () => new Saboteurs.ForgetsTheSchema());

    [Fact]
    public void PeersBeforeThePioneerIsUp_Rule2_Breaks() => Caught("rule 2", () => new Saboteurs.GrantsToAll("controller"));

    [Fact]
    public void FollowersBeforeThePioneerIsUp_Rule2_Breaks() => Caught("rule 2: glance", () => new Saboteurs.GrantsEverythingToAPioneer(), Several);

    [Fact]
    public void WidthIgnored_Rule3_Breaks() => Caught("rule 3", () => new Saboteurs.GrantsToAll("compute"));

    [Fact]
    public void RetryWithoutLedger_Rule4_Breaks() => Caught("rule 4", () => new Saboteurs.IgnoresTheLedger());

    [Fact]
    public void LibrariesForgotten_Rule4_Breaks() => Caught("rule 4", () => new Saboteurs.ForgetsTheLibraries());

    [Fact]
    public void ApprovalIgnored_Rule4_Breaks() => Caught("rule 4", () => new Saboteurs.IgnoresApproval());

    [Fact]
    public void PauseIgnored_Rule4_Breaks() => Caught("rule 4", () => new Saboteurs.IgnoresPauses(), TroubleKind.Paused);

    [Fact]
    public void ForeignDrainTakenForOurs_Rule5_Breaks() => Caught("rule 5", () => new Saboteurs.TakesForeignDrainsForItsOwn(), TroubleKind.PeopleDrain);

    /// <summary>The operator that comes after does not know what to bring back, and never ends; without a restart all is well.</summary>
    [Fact]
    public void MemoryInsteadOfObservation_Rule6_Breaks() => CaughtByRestarts("rule 6: with restarts of the operator only", () => new Saboteurs.RemembersInMemory());

    /// <summary>The operator that comes after believes that contracts are done: the run ends, and no other rule is broken.</summary>
    [Fact]
    public void ContractsForgotten_Rule6_Breaks() => CaughtByRestarts("rule 6: not the same end", () => new Saboteurs.TakesContractsForDone());

    [Fact]
    public void BudgetIgnored_Rule3_Breaks() => Caught("rule 3: the budget is", () => new Saboteurs.SeesNoStall(), StallsAmongComputes, TroubleKind.StepKeepsFailing);

    [Fact]
    public void StalledServerIgnored_Rule3_Breaks() => Caught("rule 3: server", () => new Saboteurs.SeesNoStall(), StallsAmongServers, TroubleKind.NodeIsAwayForLong);

    /// <summary>A component that is stopped everywhere is no visit of the computes.</summary>
    [Fact]
    public void HaltTakenForAVisit_Rule3_Breaks() => Caught("rule 3: cmp", () => new Saboteurs.TakesAHaltForAVisit(), StoppedTogether);

    /// <summary>Deleted in mid-run it gives back what it knows of, and that is nothing.</summary>
    [Fact]
    public void NoOwnershipRecord_Rule7_Breaks() => Caught("rule 7", () => new Saboteurs.KeepsNoOwnershipRecord(), TroubleKind.Deleted);

    [Fact]
    public void NothingGivenBack_Rule7_Breaks() => Caught("rule 7", () => new Saboteurs.LeavesThingsBehind());

    /// <summary>It forgets what was out at the end.</summary>
    [Fact]
    public void WhatWasLeftSoIsCalledDrift_Rule5_Breaks() =>
        Caught("rule 5: what was left so", () => new Saboteurs.ForgetsWhatWasLeft(), TroubleKind.PeopleDrain);

    [Fact]
    public void DriftIsRepaired_Rule4_Breaks() => Caught("rule 4: Restore", () => new Saboteurs.StepsIntoDrift());

    [Fact]
    public void DriftIsNotSeen_Rule5_Breaks() => Caught("rule 5: people took", () => new Saboteurs.SeesNoDrift());

    [Fact]
    public void AdministratorsPackageRemoved_Rule5_Breaks() => Caught("rule 5: python3-left-alone", () => new Saboteurs.RemovesWhatOthersLeft());

    [Fact]
    public void RemovedWhileNeeded_Rule4_Breaks() => Caught("rule 4: Autoremove", () => new Saboteurs.RemovesTooEarly());

    [Fact]
    public void NothingRemoved_Rule7_Breaks() => Caught("rule 7: python3", () => new Saboteurs.NeverTidies());

    [Fact]
    public void ConfigurationAppliedInRotation_Rule1_Breaks() => Caught("rule 1", () => new Saboteurs.ConfiguresInRotation());

    [Fact]
    public void GateIgnored_Rule3_Breaks() => Caught("rule 3: cmp", () => new Saboteurs.IgnoresGates(), TroubleKind.GatePressed);

    [Fact]
    public void LastVisitsAllAtOnce_Rule3_Breaks() => Caught("rule 3", () => new Saboteurs.VisitsAllAtOnce(WorkKind.Configure));

    [Fact]
    public void RebootsAllAtOnce_Rule3_Breaks() => Caught("rule 3", () => new Saboteurs.VisitsAllAtOnce(WorkKind.Reboot));

    private static IEnumerable<Scenario> Scenarios(ImmutableArray<TroubleKind> kinds) => Enumerable.Range(1, MostRuns).Select(number =>
    {
        var scenario = Scenario.Of((ulong)number * 0x9E3779B97F4A7C15, [TroubleKind.HAProxyReloads]) with { Troubles = [] };
        return kinds.IsEmpty ? scenario : scenario.With(kinds, 3);
    });

    /// <summary>Without a restart all is well.</summary>
    private static void CaughtByRestarts(string rule, Func<Sabotage> saboteur)
    {
        var broken = Scenarios([]).Take(40).Select(scenario => SameEnd.Broken(scenario, saboteur)).Where(broken => broken is not null).ToArray();
        Assert.Contains(broken, found => found!.StartsWith(rule, StringComparison.Ordinal));
        Assert.All(broken, found => Assert.StartsWith("rule 6", found, StringComparison.Ordinal));
    }

    private static Scenario StallsAmongComputes(Scenario scenario) =>
        Later(scenario, 20) with { Size = 2, Controllers = 2, Computes = 5, Width = 2, Budget = "0", StallAfterSeconds = 45, IsManual = false, Release = ReleaseKind.Plain };

    private static Scenario StallsAmongServers(Scenario scenario) =>
        Later(scenario, 30) with { Size = 3, Controllers = 3, Computes = 1, ParallelComponents = 2, StallAfterSeconds = 45, IsManual = false, Release = ReleaseKind.Plain };

    private static Scenario Later(Scenario scenario, int seconds) =>
        scenario with { Troubles = [.. scenario.Troubles.Take(1).Select(trouble => trouble with { At = trouble.At + seconds })] };

    private static Scenario Several(Scenario scenario) => scenario with { Size = 3, Controllers = 3, Computes = 1 };

    private static Scenario StoppedTogether(Scenario scenario) => scenario with { Size = 4, Controllers = 3, Computes = 5, Release = ReleaseKind.Together };

    private static void Caught(string rule, Func<Sabotage> saboteur, params ImmutableArray<TroubleKind> kinds) => Caught(rule, saboteur, scenario => scenario, kinds);

    private static void Caught(string rule, Func<Sabotage> saboteur, Func<Scenario, Scenario> shape, params ImmutableArray<TroubleKind> kinds)
    {
        var broken = Scenarios(kinds).Select(shape).Select(scenario => scenario.Build(saboteur()).ToTheEnd());
        Assert.Contains(broken, found => found?.StartsWith(rule, StringComparison.Ordinal) == true);
    }
}
