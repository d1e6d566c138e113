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
    public void FollowersBeforeThePioneerIsUp_Rule2_Breaks() => Caught("rule 2: glance", () => new Saboteurs.GrantsEverythingToAPioneer());

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
    public void MemoryInsteadOfObservation_Rule6_Breaks()
    {
        Assert.All(Scenarios([]).Take(100), scenario => Assert.Null(scenario.Build(new Saboteurs.RemembersInMemory()).ToTheEnd()));
        Caught("no end", () => new Saboteurs.RemembersInMemory(), TroubleKind.OperatorRestarts);
    }

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

    private static void Caught(string rule, Func<Sabotage> saboteur, params ImmutableArray<TroubleKind> kinds)
    {
        var broken = Scenarios(kinds).Select(scenario => scenario.Build(saboteur()).ToTheEnd()).Where(broken => broken is not null).Take(100).ToArray();
        Assert.Contains(broken, found => found!.StartsWith(rule, StringComparison.Ordinal));
    }
}
