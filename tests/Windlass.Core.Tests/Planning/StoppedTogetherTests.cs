using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>A component that must be down on every node while its schema moves: here glance. Keystone is done.</summary>
public sealed class StoppedTogetherTests
{
    [Fact]
    public void MustBeDownEverywhere_Advance_HaltsEveryNodeAtOnce() => Assert.Equal(["ctl1 Halt glance", "ctl2 Halt glance"], GrantedStrictly([], Behind("ctl1"), Behind("ctl2")));

    [Fact]
    public void OneIsNotDownYet_Advance_DoesNotMoveTheSchema() => Assert.Empty(
        GrantedStrictly([], Halting("ctl1", ComponentState.Halted), Halting("ctl2", ComponentState.InWork)));

    [Fact]
    public void AllAreDown_Advance_MovesTheSchemaOnOne() => Assert.Equal(
        ["ctl1 MoveSchema glance", "ctl1 Upgrade glance"], GrantedStrictly([], Halting("ctl1", ComponentState.Halted), Halting("ctl2", ComponentState.Halted)));

    [Fact]
    public void NodeOfItsRoleIsSuspended_Advance_StopsNothing() => Assert.Empty(GrantedStrictly(["controller"], Behind("ctl1"), Behind("ctl2")));

    /// <summary>It must have the control plane to itself at some time; neutron, which comes after it, then has others to move beside.</summary>
    [Fact]
    public void AnotherComesAfterIt_AdvanceWithTwoAtOnce_TakesItBeforeItsPlaceInTheList() =>
        Assert.Equal(["ctl1 Halt glance", "ctl2 Halt glance"], GrantedWithGlanceInTheWay(2));

    [Fact]
    public void AnotherComesAfterIt_AdvanceWithOneAtATime_KeepsTheOrderOfTheList() =>
        Assert.Equal(["ctl1 MoveSchema nova", "ctl1 Upgrade nova"], GrantedWithGlanceInTheWay(1));

    /// <summary>It could not begin, and would hold up all that can.</summary>
    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "controller")]
    public void ItCannotBegin_AdvanceWithTwoAtOnce_KeepsTheOrderOfTheList(bool isSilent, string leftOut) =>
        Assert.Contains("ctl1 MoveSchema nova", GrantedWithGlanceInTheWay(2, isSilent, leftOut));

    private static IEnumerable<string> GrantedStrictly(ImmutableHashSet<string> rolesLeftOut, params ImmutableArray<NodeSlot> slots) =>
        Granted(new ControlPlaneWork(LabReleases.StrictBirch.Spec, [], slots, 3, rolesLeftOut), slots);

    /// <summary>Nova is before glance in the list, and does not wait for it; neutron does.</summary>
    private static IEnumerable<string> GrantedWithGlanceInTheWay(int parallelComponents, bool isSilent = false, string leftOut = "")
    {
        ImmutableArray<NodeSlot> slots = [Behind("ctl1"), Behind("ctl2", isSilent)];
        var release = LabReleases.StrictBirch.Spec;
        ReleaseComponent After(string name, string before) => release.Components.Single(one => one.Name == name) with { After = [before], AfterPioneer = [] };
        release = release with { Components = [release.Components.Single(one => one.Name == "keystone"), After("nova", "keystone"), After("glance", "keystone"), After("neutron", "glance")] };
        return Granted(new ControlPlaneWork(release, [], slots, parallelComponents, leftOut.Length == 0 ? [] : [leftOut]), slots);
    }

    private static NodeSlot Behind(string name, bool isSilent = false)
    {
        var status = Status(
            Component("keystone", ComponentState.AtTarget), Component("glance", ComponentState.Behind), Component("nova", ComponentState.Behind), Component("neutron", ComponentState.Behind));
        return new(Node(name, "controller"), Order(name, isSilent ? status.With("Reachable", "ConnectTimeout", ConditionStatus.False) : status, Grant(WorkKind.Upgrade, "keystone")));
    }

    private static NodeSlot Halting(string name, ComponentState state) => new(
        Node(name, "controller"),
        Order(
            name,
            Status(Component("keystone", ComponentState.AtTarget), Component("glance", state), Component("nova", ComponentState.Behind)),
            Grant(WorkKind.Upgrade, "keystone"),
            Grant(WorkKind.Halt, "glance")));
}
