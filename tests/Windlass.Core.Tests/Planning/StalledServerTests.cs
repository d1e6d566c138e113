using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>A stalled server stops the run outside a schema window, however many components may move at once.</summary>
public sealed class StalledServerTests
{
    private static readonly SchemaPhase[] Moved = [SchemaPhase.Expand, SchemaPhase.Migrate];

    /// <summary>Glance and nova could begin on ctl1: they used to, as the stalled one only took one of the places.</summary>
    [Fact]
    public void PeerIsStalled_Advance_BeginsNoOtherComponent()
    {
        ImmutableArray<NodeSlot> slots = [KeystonePioneer("ctl1"), Stalled(Peer("ctl2")), Behind("ctl3")];
        var work = Work(slots);

        Assert.Empty(Slots.Granted(work, slots));
        Assert.Equal("no other component begins while a server is stalled: ctl2", work.Hold);
    }

    /// <summary>The same cluster, and nobody is stalled.</summary>
    [Fact]
    public void PeerIsInWork_Advance_BeginsTheOthers()
    {
        ImmutableArray<NodeSlot> slots = [KeystonePioneer("ctl1"), Peer("ctl2"), Behind("ctl3")];
        var work = Work(slots);

        Assert.Equal(["ctl1 MoveSchema glance", "ctl1 Upgrade glance"], Slots.Granted(work, slots));
        Assert.Null(work.Hold);
    }

    /// <summary>Its schema has moved: old code is not left beside it for want of a server that has to do with something else.</summary>
    [Fact]
    public void AnotherSchemaHasMoved_Advance_TakesThatComponentToItsEnd()
    {
        ImmutableArray<NodeSlot> slots = [GlancePioneer("ctl1", ComponentState.AtTarget, Moved), Stalled(Peer("ctl2")), KeystoneDone("ctl3")];

        Assert.Equal(["ctl3 Upgrade glance"], Slots.Granted(Work(slots), slots));
    }

    /// <summary>Not even as far as its own schema: nova used to be stopped on ctl3 while glance's schema moved.</summary>
    [Fact]
    public void AnotherSchemaIsOnTheMove_Advance_HaltsNoPioneer()
    {
        ImmutableArray<NodeSlot> slots = [GlancePioneer("ctl1", ComponentState.InWork, SchemaPhase.Expand), Stalled(Peer("ctl2")), KeystoneDone("ctl3")];

        Assert.Empty(Slots.Granted(Work(slots), slots));
    }

    [Fact]
    public void ItIsToBeDownEverywhere_Advance_StopsNothing()
    {
        ImmutableArray<NodeSlot> slots = [KeystoneDone("ctl1"), Stalled(KeystoneDone("ctl2"))];

        Assert.Empty(Slots.Granted(new ControlPlaneWork(LabReleases.StrictBirch.Spec, [], slots, 3, []), slots));
    }

    /// <summary>A pioneer that waits for its turn at the database is out of rotation: the way back is through its schema.</summary>
    [Fact]
    public void PioneerWasHaltedBefore_Advance_LetsItGoOn()
    {
        ImmutableArray<NodeSlot> slots = [GlancePioneer("ctl1", ComponentState.InWork, Moved), Stalled(Peer("ctl2")), KeystoneDone("ctl3", ComponentState.Halted, Grant(WorkKind.Halt, "nova"))];

        Assert.Equal(["ctl3 MoveSchema nova", "ctl3 Upgrade nova"], Slots.Granted(Work(slots), slots));
    }

    /// <summary>No schema waits for its peers: they stay where they are.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ComponentHasNoSchema_Advance_TakesNoOtherServerOfIt(bool isStalled)
    {
        var release = LabReleases.Birch.Spec with { Components = [LabReleases.Birch.Spec.Components[0] with { Schema = null }] };
        var third = KeystonePeer("ctl3");
        ImmutableArray<NodeSlot> slots = [KeystonePioneer("ctl1"), Behind("ctl2"), isStalled ? Stalled(third) : third];
        var work = new ControlPlaneWork(release, [], slots, 3, []);

        Assert.Equal(isStalled ? [] : ["ctl2 Upgrade keystone"], Slots.Granted(work, slots));
        Assert.Equal(isStalled ? "no other server of keystone begins while a server is stalled: ctl3" : null, work.Hold);
    }

    /// <summary>It has nothing to do with what the components wait for.</summary>
    [Fact]
    public void SatelliteIsStalled_Advance_BeginsTheOthers()
    {
        ImmutableArray<NodeSlot> slots = [Stalled(Slot("cmp1", "compute", Status(Component("nova", ComponentState.Behind)))), KeystonePioneer("ctl1"), Peer("ctl2"), Behind("ctl3")];

        Assert.Equal(["ctl1 MoveSchema glance", "ctl1 Upgrade glance"], Slots.Granted(Work(slots), slots));
    }

    /// <summary>Whoever is called at night reads why nothing goes on though most nodes are well.</summary>
    [Fact]
    public void PeerIsStalled_Decide_SaysWhatDoesNotBegin()
    {
        ImmutableArray<NodeSlot> slots = [KeystonePioneer("ctl1"), Stalled(Peer("ctl2")), Behind("ctl3")];
        var upgrade = Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", Strategy = new UpgradeStrategy { ControlPlane = new ControlPlaneStrategy { ParallelComponents = 3 } } }) with
        {
            Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" },
        };
        var view = View([.. slots.Select(slot => slot.Node)], upgrade) with { Orders = [.. slots.Select(slot => Order(slot.Name, slot.Status, [.. slot.Grants]))] };

        var ready = UpgradePlanner.Decide(view, LabCloud.Start).Status.Conditions.First(condition => condition.Type == "Ready");

        Assert.Equal("NodesStalled", ready.Reason);
        Assert.Contains("ctl2: ProbeFailing of a test; no other component begins while a server is stalled: ctl2", ready.Message, StringComparison.Ordinal);
    }

    private static ControlPlaneWork Work(ImmutableArray<NodeSlot> slots) => new(LabReleases.Birch.Spec, [], slots, 3, []);

    private static NodeSlot Stalled(NodeSlot slot) => new(slot.Node, Order(slot.Name, slot.Status!.With("Stalled", "ProbeFailing"), [.. slot.Grants]));

    private static NodeSlot Behind(string name) => Controller(name, ComponentState.Behind, [], ComponentState.Behind, []);

    private static NodeSlot Peer(string name) => Controller(name, ComponentState.InWork, [], ComponentState.Behind, [], Grant(WorkKind.Upgrade, "keystone"));

    private static NodeSlot KeystonePeer(string name) => Controller(name, ComponentState.AtTarget, [], ComponentState.Behind, [], Grant(WorkKind.Upgrade, "keystone"));

    private static NodeSlot KeystonePioneer(string name) => Controller(
        name, ComponentState.AtTarget, Moved, ComponentState.Behind, [], Grant(WorkKind.Upgrade, "keystone"), Grant(WorkKind.MoveSchema, "keystone"));

    private static NodeSlot GlancePioneer(string name, ComponentState state, params SchemaPhase[] done) => Controller(
        name, ComponentState.AtTarget, Moved, state, done,
        Grant(WorkKind.Upgrade, "keystone"), Grant(WorkKind.MoveSchema, "keystone"), Grant(WorkKind.Upgrade, "glance"), Grant(WorkKind.MoveSchema, "glance"));

    private static NodeSlot KeystoneDone(string name, ComponentState nova = ComponentState.Behind, params Grant[] grants) => Slot(
        name, "controller",
        Status(Component("keystone", ComponentState.AtTarget), Component("glance", ComponentState.Behind), Component("nova", nova)),
        [Grant(WorkKind.Upgrade, "keystone"), .. grants]);

    private static NodeSlot Controller(
        string name, ComponentState keystone, SchemaPhase[] keystoneSchema, ComponentState glance, SchemaPhase[] glanceSchema, params Grant[] grants) => Slot(
        name, "controller",
        Status(Component("keystone", keystone, keystoneSchema), Component("glance", glance, glanceSchema), Component("nova", ComponentState.Behind)),
        grants);
}
