using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

public sealed class SatelliteWorkTests
{
    private static readonly DateTimeOffset Now = LabCloud.Start;

    [Fact]
    public void NothingBegun_Advance_FillsTheWidth() => Assert.Equal(["c1", "c2"], Granted(Width(2), Behind("c1"), Behind("c2"), Behind("c3")));

    [Fact]
    public void OneInWork_Advance_GrantsOnlyTheRest() => Assert.Equal(["c1", "c2"], Granted(Width(2), Behind("c1"), InWork("c2"), Behind("c3")));

    [Fact]
    public void FinishedButNotSettled_Advance_KeepsItsPlace() =>
        Assert.Equal(["c1"], Granted(Width(1), Done("c1", Now.AddSeconds(-29)), Behind("c2")));

    [Fact]
    public void Settled_Advance_GivesItsPlaceToTheNext() =>
        Assert.Equal(["c1", "c2"], Granted(Width(1), Done("c1", Now.AddSeconds(-30)), Behind("c2")));

    [Fact]
    public void OtherFailureDomain_Advance_WaitsForTheFirst() => Assert.Equal(
        ["c1", "c3"], Granted(Width(5) with { PerFailureDomain = true }, Behind("c1", "rack-a"), Behind("c2", "rack-b"), Behind("c3", "rack-a")));

    [Fact]
    public void NodeDoesNotAnswer_Advance_PassesItOver() => Assert.Equal(
        ["c2"],
        Granted(Width(1), new NodeSlot(Node("c1", "compute"), Order("c1", BehindStatus.With("Reachable", "ConnectTimeout", ConditionStatus.False))), Behind("c2")));

    [Fact]
    public void EverythingDone_Advance_SaysSo() =>
        Assert.True(new SatelliteWork(LabReleases.Birch.Spec, Strategy(Width(1)), [Done("c1", Now)], GateBook.None, Now).Advance());

    /// <summary>Two of forty are five percent: they hold no place, and others go on.</summary>
    [Fact]
    public void StalledWithinTheBudget_Advance_GoesOnWithoutThem() => Assert.Equal(
        ["c1", "c2", "n01"],
        Granted(Width(1), [Stalled("c1"), Stalled("c2"), .. Enumerable.Range(1, 38).Select(number => Behind($"n{number:D2}"))]));

    [Fact]
    public void StalledBeyondTheBudget_Advance_BeginsNoOther() => Assert.Equal(
        ["c1", "c2", "c3"],
        Granted(Width(9), [Stalled("c1"), Stalled("c2"), Stalled("c3"), .. Enumerable.Range(1, 37).Select(number => Behind($"n{number:D2}"))]));

    /// <summary>A component that was stopped everywhere at once is done on every node: that was taken for a visit, and all nodes went at once, whatever the width.</summary>
    [Fact]
    public void OneComponentWasDoneOnEveryNode_Advance_KeepsTheWidth() => Assert.Equal(
        ["c1"], Granted(Width(1), DoneTogether("c1"), DoneTogether("c2"), DoneTogether("c3")));

    [Fact]
    public void CanaryIsNotProved_Advance_HoldsTheOthers() =>
        Assert.Equal(["c1"], Granted(Canary, Done("c1", Now.AddSeconds(-599)), Behind("c2"), Behind("c3")));

    [Fact]
    public void CanaryIsProved_Advance_OpensTheWindow() =>
        Assert.Equal(["c1", "c2", "c3"], Granted(Canary, Done("c1", Now.AddSeconds(-600)), Behind("c2"), Behind("c3")));

    [Fact]
    public void NodeIsPausedOrWindowIsClosed_Advance_PassesItOver() => Assert.Equal(
        ["c2"], Granted(Width(1), new NodeSlot(Node("c1", "compute"), Order("c1", BehindStatus)) { MayBegin = false }, Behind("c2")));

    private static NodeSlot DoneTogether(string name) => new(
        Node(name, "compute"),
        Order(name, Status(Component("cinder", ComponentState.AtTarget), Component("nova", ComponentState.Behind)), Grant(WorkKind.Halt, "cinder"), Grant(WorkKind.Upgrade, "cinder")));

    private static SatelliteStrategy Canary => Width(5) with { Canary = new CanaryStrategy { Nodes = 1, SoakSeconds = 600 } };

    private static NodeSlot Stalled(string name) => new(
        Node(name, "compute"), Order(name, BehindStatus.With("Stalled", "RetriesExhausted"), Grant(WorkKind.Upgrade, "nova"), Grant(WorkKind.Upgrade, "neutron")));

    private static NodeUpgradeStatus BehindStatus => Status(Component("nova", ComponentState.Behind), Component("neutron", ComponentState.Behind));

    private static SatelliteStrategy Width(int width) => new() { MaxInFlight = width, SettleSeconds = 30 };

    private static UpgradeStrategy Strategy(SatelliteStrategy compute) => new() { Satellites = new UpgradeStrategy().Satellites.Add("compute", compute) };

    private static NodeSlot Behind(string name, string domain = "rack-a") => new(Node(name, "compute", domain), Order(name, BehindStatus));

    private static NodeSlot InWork(string name) => new(
        Node(name, "compute"), Order(name, BehindStatus, Grant(WorkKind.Upgrade, "nova"), Grant(WorkKind.Upgrade, "neutron")));

    private static NodeSlot Done(string name, DateTimeOffset time) => new(
        Node(name, "compute"),
        Order(name, Status(Component("nova", ComponentState.AtTarget) with { DoneTime = time }), Grant(WorkKind.Upgrade, "nova")));

    private static IEnumerable<string> Granted(SatelliteStrategy strategy, params ImmutableArray<NodeSlot> slots)
    {
        new SatelliteWork(LabReleases.Birch.Spec, Strategy(strategy), slots, GateBook.None, Now).Advance();
        return slots.Where(slot => slot.IsGranted(WorkKind.Upgrade, "nova")).Select(slot => slot.Name);
    }
}
