using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

public sealed class ControlPlaneWorkTests
{
    private static readonly SchemaPhase[] Moved = [SchemaPhase.Expand, SchemaPhase.Migrate];

    [Fact]
    public void NothingBegun_Advance_GrantsThePioneerWithTheSchema() =>
        Assert.Equal(["ctl1 MoveSchema keystone", "ctl1 Upgrade keystone"], Granted(1, Controller("ctl1"), Controller("ctl2"), Controller("ctl3")));

    [Fact]
    public void FirstHoldsTheFloatingAddress_Advance_LetsItGoLast() =>
        Assert.Equal(["ctl2 MoveSchema keystone", "ctl2 Upgrade keystone"], Granted(1, Controller("ctl1", holdsAddress: true), Controller("ctl2")));

    /// <summary>Once it was asked to move the schema it stays the one, whoever holds the address by now.</summary>
    [Fact]
    public void AddressMovesToThePioneer_Advance_KeepsThePioneer() => Assert.Empty(Granted(
        1,
        Controller("ctl1"),
        Controller("ctl2", holdsAddress: true, grants: [Grant(WorkKind.Upgrade, "keystone"), Grant(WorkKind.MoveSchema, "keystone")])));

    [Fact]
    public void PioneerIsDone_Advance_GrantsOnePeer() =>
        Assert.Equal(["ctl2 Upgrade keystone"], Granted(1, Pioneer("ctl1"), Controller("ctl2"), Controller("ctl3")));

    [Fact]
    public void PeerIsInWork_Advance_GrantsNoOther() => Assert.Empty(
        Granted(1, Pioneer("ctl1"), Controller("ctl2"), Controller("ctl3", grants: [Grant(WorkKind.Upgrade, "keystone")])));

    /// <summary>No component waits for the contract of another one.</summary>
    [Fact]
    public void LastPeerIsDone_Advance_BeginsTheNextComponentBeforeTheContract() => Assert.Equal(
        ["ctl1 MoveSchema glance", "ctl1 Upgrade glance"], Granted(1, Pioneer("ctl1"), Done("ctl2", "keystone")));

    /// <summary>A pipeline: the follower goes where the first one is done, while that one goes on to its peers.</summary>
    [Fact]
    public void PioneerIsUp_AdvanceWithTwoAtOnce_BeginsTheFollowerOnThePioneersNode() => Assert.Equal(
        ["ctl1 MoveSchema glance", "ctl1 Upgrade glance", "ctl2 Upgrade keystone"], Granted(2, Pioneer("ctl1"), Controller("ctl2"), Controller("ctl3")));

    [Fact]
    public void PioneerIsNotUpYet_AdvanceWithTwoAtOnce_BeginsNoFollower() => Assert.Empty(Granted(
        2,
        Controller("ctl1", grants: [Grant(WorkKind.Upgrade, "keystone"), Grant(WorkKind.MoveSchema, "keystone")]),
        Controller("ctl2"),
        Controller("ctl3")));

    /// <summary>A node that somebody upgraded by hand proves nothing about the schema.</summary>
    [Fact]
    public void OneNodeWasUpgradedByHand_AdvanceWithTwoAtOnce_BeginsNoFollower() => Assert.Equal(
        ["ctl2 MoveSchema keystone", "ctl2 Upgrade keystone"], Granted(2, Slot("ctl1", "controller", ByHand), Controller("ctl2")));

    /// <summary>On each node the follower comes after what it follows: ctl2's keystone is in work, ctl3's is old.</summary>
    [Fact]
    public void FollowersPioneerIsUp_Advance_WaitsForPeersThatAreDoneWithTheFirst() => Assert.Empty(Granted(
        2,
        BothPioneers("ctl1"),
        Controller("ctl2", grants: [Grant(WorkKind.Upgrade, "keystone")]),
        Controller("ctl3")));

    [Fact]
    public void PeerIsDoneWithTheFirst_Advance_FollowsThere() => Assert.Equal(
        ["ctl2 Upgrade glance", "ctl3 Upgrade keystone"], Granted(2, BothPioneers("ctl1"), Done("ctl2", "keystone"), Controller("ctl3")));

    /// <summary>The stronger edge: every server must have the new API.</summary>
    [Fact]
    public void PioneerIsUp_AdvanceWhereTheOtherComesAfter_FinishesThePeersFirst()
    {
        ImmutableArray<NodeSlot> slots = [Pioneer("ctl1"), Controller("ctl2"), Controller("ctl3")];
        var release = LabReleases.Birch.Spec with { Components = [.. LabReleases.Birch.Spec.Components.Select(one => one with { After = one.AfterPioneer, AfterPioneer = [] })] };

        Assert.Equal(["ctl2 Upgrade keystone"], Slots.Granted(new ControlPlaneWork(release, [], slots, 3, []), slots));
    }

    [Fact]
    public void PioneerHasMoreToDo_Advance_ContractsLater() => Assert.DoesNotContain(
        "ctl1 ContractSchema keystone", Granted(1, Pioneer("ctl1"), Done("ctl2", "keystone")));

    [Fact]
    public void NothingElseNeedsTheDatabase_Advance_GrantsTheContract() => Assert.Equal(
        ["ctl1 ContractSchema keystone"],
        Granted(
            1,
            new NodeSlot(
                Node("ctl1", "controller"),
                Order(
                    "ctl1",
                    Status(Component("keystone", ComponentState.AtTarget, Moved), Component("glance", ComponentState.AtTarget, [.. Moved, SchemaPhase.Contract])),
                    Grant(WorkKind.Upgrade, "keystone"),
                    Grant(WorkKind.MoveSchema, "keystone")))));

    /// <summary>The peers used to be granted without any schema step: the node at the target was taken for a pioneer that had done its part.</summary>
    [Fact]
    public void OneNodeWasUpgradedByHand_Advance_StillMovesTheSchemaBeforeTheOthers() => Assert.Equal(
        ["ctl2 MoveSchema keystone", "ctl2 Upgrade keystone"],
        Granted(
            1,
            Slot("ctl1", "controller", Status(Component("keystone", ComponentState.AtTarget), Component("glance", ComponentState.Behind))),
            Controller("ctl2"),
            Controller("ctl3")));

    [Fact]
    public void TwoComponentsAtOnce_Advance_MovesOneSchemaAndTakesTheOtherAsFarAsItsOwn() => Assert.Equal(
        ["ctl1 MoveSchema glance", "ctl1 Upgrade glance", "ctl2 Halt nova"],
        Granted(2, Done("ctl1", "keystone"), Done("ctl2", "keystone")));

    [Fact]
    public void FirstSchemaHasMoved_AdvanceWithTwoAtOnce_BeginsTheNextOnAnotherNode() =>
        Assert.Equal(["ctl2 MoveSchema nova", "ctl2 Upgrade nova"], Granted(2, GlancePioneer("ctl1"), Done("ctl2", "keystone")));

    [Fact]
    public void FirstSchemaHasMoved_AdvanceWhereAPioneerWaitsForIt_LetsItGoOn() => Assert.Equal(
        ["ctl2 MoveSchema nova", "ctl2 Upgrade nova"],
        Granted(2, GlancePioneer("ctl1"), Of("ctl2", ComponentState.AtTarget, ComponentState.Halted, Grant(WorkKind.Halt, "nova"))));

    /// <summary>ctl1 has most left to do: nova is kept for it, though ctl2 could take it at once.</summary>
    [Fact]
    public void AnotherServerHasMoreLeft_Advance_KeepsTheComponentForIt() => Assert.Empty(Granted(3, [.. OneLeft("Ready", "UpgradeInProgress")]));

    /// <summary>Sessions may take an hour to end; a node that could go on meanwhile does.</summary>
    [Theory]
    [InlineData("Stalled", "RetriesExhausted")]
    [InlineData("Ready", "Blocked")]
    [InlineData("Reconciling", "RetryPending")]
    public void TheOneWithMoreLeftIsHeldUp_Advance_DoesNotWaitForIt(string type, string reason) =>
        Assert.Equal(["ctl2 Upgrade nova"], Granted(3, [.. OneLeft(type, reason)]));

    /// <summary>Nova's pioneer is about to be up, and ctl1 and ctl3 both wait for it; glance is left on ctl3 alone, and can be done at any time.</summary>
    [Fact]
    public void MoreServersWaitForThePioneer_Advance_KeepsTheNodeForIt() => Assert.Empty(Granted(
        3,
        Of("ctl1", ComponentState.AtTarget, ComponentState.Behind),
        NovaPioneer("ctl2", SchemaPhase.Expand, SchemaPhase.Migrate),
        Of("ctl3", ComponentState.Behind, ComponentState.Behind)));

    [Fact]
    public void PioneerIsStillAtItsSchema_Advance_DoesNotWaitForIt() => Assert.Equal(["ctl3 Upgrade glance"], Granted(
        3,
        Of("ctl1", ComponentState.AtTarget, ComponentState.Behind),
        NovaPioneer("ctl2", SchemaPhase.Expand),
        Of("ctl3", ComponentState.Behind, ComponentState.Behind)));

    /// <summary>Two components in work on one node gain nothing, and a node that stalls would hold both.</summary>
    [Fact]
    public void EveryNodeIsInWork_AdvanceWithTwoAtOnce_WaitsForOne() => Assert.Empty(Granted(2, GlancePioneer("ctl1")));

    [Fact]
    public void OnlyTheHolderOfTheAddressIsFree_AdvanceWithTwoAtOnce_LetsItGoLast() => Assert.Empty(
        Granted(2, GlancePioneer("ctl1"), Done("ctl2", "keystone", holdsAddress: true)));

    private static NodeSlot GlancePioneer(string name)
    {
        var status = Status(
            Component("keystone", ComponentState.AtTarget), Component("glance", ComponentState.InWork, Moved), Component("nova", ComponentState.Behind));
        return new NodeSlot(Node(name, "controller"), Order(name, status, Grant(WorkKind.Upgrade, "glance"), Grant(WorkKind.MoveSchema, "glance")));
    }

    /// <summary>Keystone is done everywhere, nova's pioneer is up on ctl3; ctl1 is at its glance and has nova left, ctl2 has nova left.</summary>
    private static IEnumerable<NodeSlot> OneLeft(string type, string reason)
    {
        var status = Of("ctl1", ComponentState.InWork, ComponentState.Behind).Status!.With(type, reason);
        yield return new NodeSlot(Node("ctl1", "controller"), Order("ctl1", status, Grant(WorkKind.Upgrade, "glance")));
        yield return Of("ctl2", ComponentState.AtTarget, ComponentState.Behind);
        yield return new NodeSlot(Node("ctl3", "controller"), Order(
            "ctl3",
            Status(
                Component("keystone", ComponentState.AtTarget, [.. Moved, SchemaPhase.Contract]),
                Component("glance", ComponentState.AtTarget, [.. Moved, SchemaPhase.Contract]),
                Component("nova", ComponentState.AtTarget, Moved)),
            Grant(WorkKind.Upgrade, "nova"),
            Grant(WorkKind.MoveSchema, "nova")));
    }

    /// <summary>Keystone is at the target; the other two are as said.</summary>
    private static NodeSlot Of(string name, ComponentState glance, ComponentState nova, params Grant[] grants) => new(
        Node(name, "controller"), Order(name, Status(Component("keystone", ComponentState.AtTarget), Component("glance", glance), Component("nova", nova)), grants));

    /// <summary>At its nova; the schemas of the two before it are done with.</summary>
    private static NodeSlot NovaPioneer(string name, params SchemaPhase[] done) => new(Node(name, "controller"), Order(
        name,
        Status(
            Component("keystone", ComponentState.AtTarget, [.. Moved, SchemaPhase.Contract]),
            Component("glance", ComponentState.AtTarget, [.. Moved, SchemaPhase.Contract]),
            Component("nova", ComponentState.InWork, done)),
        Grant(WorkKind.Upgrade, "nova"),
        Grant(WorkKind.MoveSchema, "nova")));

    private static NodeSlot Controller(string name, bool holdsAddress = false, Grant[]? grants = null) => new(
        Node(name, "controller"),
        Order(
            name,
            Status([.. new[] { "keystone", "glance", "nova" }.Select(component => Component(component, ComponentState.Behind))]) with { HoldsFloatingAddress = holdsAddress },
            grants ?? []));

    private static NodeUpgradeStatus ByHand =>
        Status(Component("keystone", ComponentState.AtTarget), Component("glance", ComponentState.Behind), Component("nova", ComponentState.Behind));

    private static NodeSlot BothPioneers(string name) => new(
        Node(name, "controller"),
        Order(
            name,
            Status(Component("keystone", ComponentState.AtTarget, Moved), Component("glance", ComponentState.AtTarget, Moved), Component("nova", ComponentState.Behind)),
            Grant(WorkKind.Upgrade, "keystone"),
            Grant(WorkKind.MoveSchema, "keystone"),
            Grant(WorkKind.Upgrade, "glance"),
            Grant(WorkKind.MoveSchema, "glance")));

    private static NodeSlot Pioneer(string name) => new(
        Node(name, "controller"),
        Order(
            name,
            Status(Component("keystone", ComponentState.AtTarget, Moved), Component("glance", ComponentState.Behind), Component("nova", ComponentState.Behind)),
            Grant(WorkKind.Upgrade, "keystone"),
            Grant(WorkKind.MoveSchema, "keystone")));

    private static NodeSlot Done(string name, string component, bool holdsAddress = false) => new(
        Node(name, "controller"),
        Order(
            name,
            Status(Component(component, ComponentState.AtTarget), Component("glance", ComponentState.Behind), Component("nova", ComponentState.Behind))
                with { HoldsFloatingAddress = holdsAddress },
            Grant(WorkKind.Upgrade, component)));

    /// <summary>What one pass grants anew.</summary>
    private static IEnumerable<string> Granted(int parallelComponents, params ImmutableArray<NodeSlot> slots) =>
        Slots.Granted(new ControlPlaneWork(LabReleases.Birch.Spec, [], slots, parallelComponents, []), slots);
}
