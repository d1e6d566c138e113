using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>Where one failure domain at a time is asked for, by people or by the release, a node that is down holds its own.</summary>
public sealed class FailureDomainTests
{
    private static readonly UpgradeStrategy PerDomain = new()
    {
        FailureBudget = new FailureBudget { MaxFailedNodes = "1" },
        Satellites = new UpgradeStrategy().Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 5, PerFailureDomain = true }),
    };

    /// <summary>The next domain used to begin while the first had a node down.</summary>
    [Fact]
    public void NodeIsStalledWithinTheBudget_Advance_StaysInItsFailureDomain()
    {
        ImmutableArray<NodeSlot> slots = [Stalled("c1", "rack-b"), Behind("c2", "rack-a"), Behind("c3", "rack-b"), Behind("c4", "rack-c")];
        var work = Work(LabReleases.Birch.Spec, PerDomain, slots);

        Assert.False(work.Advance());

        Assert.Equal(["c1", "c3"], Begun(slots));
        Assert.StartsWith("no node with the role compute outside failure domain rack-b begins while c1 is stalled", work.Hold, StringComparison.Ordinal);
    }

    /// <summary>Nobody asked for domains: it holds no place and nobody up.</summary>
    [Fact]
    public void NodeIsStalledWithoutThePolicy_Advance_GoesOn()
    {
        ImmutableArray<NodeSlot> slots = [Stalled("c1", "rack-b"), Behind("c2", "rack-a")];
        var work = Work(LabReleases.Birch.Spec, PerDomain with { Satellites = PerDomain.Satellites.Clear() }, slots);

        Assert.False(work.Advance());

        Assert.Equal(["c1", "c2"], Begun(slots));
        Assert.Null(work.Hold);
    }

    /// <summary>The status names the node; suspended, it is nobody's business any more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StalledNodeIsSuspended_Decide_FreesTheOtherDomains(bool isSuspended)
    {
        ImmutableArray<NodeSlot> slots = [Stalled("c1", "rack-a"), Behind("c2", "rack-b")];
        var upgrade = Upgrade(new ClusterUpgradeSpec { TargetRelease = "birch", Strategy = PerDomain }) with
        {
            Status = new ClusterUpgradeStatus { StartTime = LabCloud.Start, FromRelease = "alder" },
        };
        var server = Slot("ctl1", "controller", Status([.. new[] { "keystone", "glance", "nova", "neutron" }.Select(name => Component(name, ComponentState.AtTarget))]), Grant(WorkKind.Prepare));
        ImmutableArray<ClusterNode> nodes = [slots[0].Node with { Spec = slots[0].Spec with { Suspended = isSuspended } }, slots[1].Node, server.Node];
        var view = View(nodes, upgrade) with { Orders = [.. slots.Append(server).Select(slot => Order(slot.Name, slot.Status, [.. slot.Grants]))] };

        var outcome = UpgradePlanner.Decide(view, LabCloud.Start);

        Assert.Equal(isSuspended, outcome.Orders.Single(order => order.NodeName == "c2").IsGranted(WorkKind.Upgrade, "nova"));
        var ready = outcome.Status.Conditions.First(condition => condition.Type == "Ready");
        Assert.Equal(!isSuspended, ready.Message.Contains("outside failure domain rack-a begins while c1 is stalled", StringComparison.Ordinal));
    }

    /// <summary>The author of a release knows that copies are in different zones, and people forget perFailureDomain; neither is it only about the first role.</summary>
    [Fact]
    public void ReleaseKeepsToOneDomain_Advance_DoesSoWithoutBeingAsked()
    {
        var release = LabReleases.Birch.Spec with
        {
            Components = [.. LabReleases.Birch.Spec.Components.Select(one => one with { Satellites = [.. one.Satellites.Select(satellite => satellite with { OneFailureDomain = satellite.Role == "compute" })] })],
        };
        var both = Behind("b1", "rack-a");
        both = new NodeSlot(both.Node with { Spec = both.Spec with { Roles = ["block", "compute"] } }, Order("b1", both.Status));
        ImmutableArray<NodeSlot> slots = [both, Behind("c1", "rack-b"), Behind("c2", "rack-a"), Behind("c3", "rack-a")];

        Work(release, PerDomain with { Satellites = new UpgradeStrategy().Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 5 }) }, slots).Advance();

        Assert.Equal(["b1", "c2", "c3"], Begun(slots));
    }

    private static SatelliteWork Work(ClusterReleaseSpec release, UpgradeStrategy strategy, ImmutableArray<NodeSlot> slots) => new(release, strategy, slots, GateBook.None, LabCloud.Start);

    private static IEnumerable<string> Begun(ImmutableArray<NodeSlot> slots) => slots.Where(slot => slot.IsGranted(WorkKind.Upgrade, "nova")).Select(slot => slot.Name);

    private static NodeUpgradeStatus Old => Status(Component("nova", ComponentState.Behind));

    private static NodeSlot Behind(string name, string domain) => new(Node(name, "compute", domain), Order(name, Old));

    private static NodeSlot Stalled(string name, string domain) => new(Node(name, "compute", domain), Order(name, Old.With("Stalled", "RetriesExhausted"), Grant(WorkKind.Upgrade, "nova")));
}
