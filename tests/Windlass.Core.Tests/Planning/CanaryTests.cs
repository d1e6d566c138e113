using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>People choose who goes first: nodes by name or label, or all of a role.</summary>
public sealed class CanaryTests
{
    private static readonly DateTimeOffset Now = LabCloud.Start;

    [Fact]
    public void NamedNodes_Advance_GoFirst() => Assert.Equal(["c2", "c3"], Begun(Canary(new CanaryStrategy { Names = ["c3", "c2"] }), Behind("c1"), Behind("c2"), Behind("c3")));

    [Fact]
    public void LabelledNodes_Advance_GoFirst() => Assert.Equal(
        ["c3"], Begun(Canary(new CanaryStrategy { NodeSelector = Labels("tier", "trial") }), Behind("c1"), Behind("c2", tier: "gold"), Behind("c3", tier: "trial")));

    /// <summary>c1 comes first by name, and is no canary.</summary>
    [Theory]
    [InlineData(599, new[] { "c2" })]
    [InlineData(600, new[] { "c1", "c2" })]
    public void NamedNodeIsDone_Advance_WaitsForItsTime(int seconds, string[] begun) =>
        Assert.Equal(begun, Begun(Canary(new CanaryStrategy { Names = ["c2"], SoakSeconds = 600 }), Behind("c1"), Done("c2", "compute", seconds)));

    [Fact]
    public void CanaryRole_Advance_HoldsTheOtherRoles() => Assert.Equal(["v1"], Begun(FirstVolume, Behind("c1"), Behind("v1", "volume")));

    [Theory]
    [InlineData(599, new[] { "v1" })]
    [InlineData(600, new[] { "c1", "v1" })]
    public void CanaryRoleIsDone_Advance_WaitsForItsTime(int seconds, string[] begun) => Assert.Equal(begun, Begun(FirstVolume, Behind("c1"), Done("v1", "volume", seconds)));

    [Fact]
    public void CanaryRoleIsStalled_Advance_SaysWhatDoesNotBegin()
    {
        var stalled = new NodeSlot(Node("v1", "volume"), Order("v1", Old.With("Stalled", "RetriesExhausted"), Grant(WorkKind.Upgrade, "nova")));
        var work = new SatelliteWork(LabReleases.Birch.Spec, FirstVolume with { FailureBudget = new FailureBudget { MaxFailedNodes = "1" } }, [Behind("c1"), stalled], GateBook.None, Now);

        Assert.False(work.Advance());

        Assert.Equal("no other role begins before all of volume is well (strategy.canaryRole): v1 is stalled", work.Hold);
    }

    [Fact]
    public void NameOfNoNode_Declaration_IsRefused() =>
        AssertRefused("strategy.satellites[compute].canary: no ClusterNode with compute as its first role has the name c9", Canary(new CanaryStrategy { Names = ["c1", "c9"] }));

    [Fact]
    public void NameOfAnotherRole_Declaration_IsRefused() =>
        AssertRefused("no ClusterNode with compute as its first role has the name v1", Canary(new CanaryStrategy { Names = ["v1"] }));

    /// <summary>Without it, everything would go at once, and nobody asked for that.</summary>
    [Fact]
    public void CanaryTakesNoPart_Declaration_IsRefused() =>
        AssertRefused("none of its nodes takes part (name c2): choose others of the role compute, or take one in", Canary(new CanaryStrategy { Names = ["c2"] }));

    [Fact]
    public void LabelOfNoNode_Declaration_IsRefused() => AssertRefused("(label tier=trial)", Canary(new CanaryStrategy { NodeSelector = Labels("tier", "trial") }));

    [Fact]
    public void CanaryRoleOfNobody_Declaration_IsRefused() =>
        AssertRefused("strategy.canaryRole: no selected node has network as its first role; first roles here: compute, volume", new UpgradeStrategy { CanaryRole = new CanaryRole { Role = "network" } });

    /// <summary>One that takes part is enough.</summary>
    [Fact]
    public void OneCanaryTakesPart_Declaration_IsAdmitted() => Assert.Null(Declared(Canary(new CanaryStrategy { Names = ["c1", "c2"] })));

    /// <summary>The forecast waits for the same nodes for as long.</summary>
    [Fact]
    public void CanaryRole_WholeRun_VisitsItFirstAndWatchesIt()
    {
        var cluster = new LabCloud { Spec = new ClusterUpgradeSpec { TargetRelease = "birch", Strategy = new UpgradeStrategy { CanaryRole = new CanaryRole { Role = "network", SoakSeconds = 900 } } } }.Build().ToTheEnd();

        Assert.True(cluster.Is("Ready"), cluster.Transcript());
        DateTimeOffset[] Ends(string role) => [.. cluster.Objects.Orders.Where(order => order.Spec.Role == role).SelectMany(order => order.Status!.Components).Select(component => component.DoneTime!.Value)];
        Assert.InRange(Ends("compute").Min() - Ends("network").Max(), TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(1200));
    }

    /// <summary>c2 is suspended, v1 is of another role.</summary>
    private static UpgradeSituation? Declared(UpgradeStrategy strategy)
    {
        ImmutableArray<ClusterNode> nodes = [Node("c1", "compute"), Node("c2", "compute"), Node("v1", "volume")];
        return UpgradeAdmission.Declaration(View(nodes, Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", Strategy = strategy })), [Behind("c1"), Behind("v1", "volume")]);
    }

    private static void AssertRefused(string text, UpgradeStrategy strategy)
    {
        var refused = Assert.IsType<UpgradeSituation.Refused>(Declared(strategy));
        Assert.Equal("InvalidSpec", refused.Reason);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    private static UpgradeStrategy FirstVolume => new() { CanaryRole = new CanaryRole { Role = "volume", SoakSeconds = 600 } };

    private static UpgradeStrategy Canary(CanaryStrategy canary) => new() { Satellites = new UpgradeStrategy().Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 5, Canary = canary }) };

    private static ImmutableSortedDictionary<string, string> Labels(string key, string value) => ImmutableSortedDictionary<string, string>.Empty.Add(key, value);

    private static NodeUpgradeStatus Old => Status(Component("nova", ComponentState.Behind));

    private static NodeSlot Behind(string name, string role = "compute", string tier = "")
    {
        var node = Node(name, role);
        return new(tier.Length == 0 ? node : node with { Metadata = new ObjectMeta { Name = name, Labels = Labels("tier", tier).ToImmutableDictionary() } }, Order(name, Old));
    }

    private static NodeSlot Done(string name, string role, int seconds) => new(
        Node(name, role), Order(name, Status(Component("nova", ComponentState.AtTarget) with { DoneTime = Now.AddSeconds(-seconds) }), Grant(WorkKind.Upgrade, "nova")));

    private static string[] Begun(UpgradeStrategy strategy, params ImmutableArray<NodeSlot> slots)
    {
        new SatelliteWork(LabReleases.Birch.Spec, strategy, slots, GateBook.None, Now).Advance();
        return [.. slots.Where(slot => slot.IsGranted(WorkKind.Upgrade, "nova")).Select(slot => slot.Name)];
    }
}
