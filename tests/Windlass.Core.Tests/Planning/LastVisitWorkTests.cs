using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Forecasting;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

public sealed class LastVisitWorkTests
{
    /// <summary>Message queues and databases of their own nodes are no part of what the controllers serve: nobody waits for the other.</summary>
    [Fact]
    public void ServersOfDifferentComponents_LastVisits_GoSideBySideButNeverTwoOfOneComponent()
    {
        var cluster = Forecasts.Cloud("controllers=3,network=1,compute=1,messaging=3").Build(new SimulationSettings { Times = StepTimes.Typical, IsUndisturbed = true }, LabCloud.Start);
        var isTogether = false;

        cluster.Until(
            one =>
            {
                var visited = one.Nodes.Where(node => node.Running?.Step is NodeStep.Configure).Select(node => node.Spec.Roles[0]).Where(role => role is "controller" or "messaging").ToArray();
                Assert.Equal(visited.Distinct(), visited);
                isTogether |= visited.Length == 2;
                return one.Is("Ready");
            },
            mostEvents: 200_000);

        Assert.True(isTogether);
    }

    /// <summary>The holder of the floating address moves it when it goes away: nothing else that serves is away then, and it is the last.</summary>
    [Fact]
    public void HolderOfTheFloatingAddress_LastVisits_GoesLastAndAlone()
    {
        var cluster = Forecasts.Cloud("controllers=3,network=1,compute=1,messaging=3").Build(new SimulationSettings { Times = StepTimes.Typical, IsUndisturbed = true }, LabCloud.Start);
        var (holder, order) = (cluster.Node("controller-1").Name, new List<string>());
        cluster.Node(holder.Value).FloatingAddress = "10.0.0.250";

        cluster.Until(
            one =>
            {
                if (one.Completed is { Step: NodeStep.Configure } completed && completed.Node.Spec.Roles[0] is "controller" or "messaging")
                {
                    order.Add(completed.Node.Name.Value);
                }

                var others = one.Nodes.Where(node => node.Name != holder && node.Running?.Step is NodeStep.Configure && node.Spec.Roles[0] is "controller" or "messaging");
                Assert.False(one.Node(holder.Value).Running?.Step is NodeStep.Configure && others.Any());
                return one.Is("Ready");
            },
            mostEvents: 200_000);

        Assert.Equal(6, order.Count);
        Assert.Equal(holder.Value, order[^1]);
    }

    /// <summary>What an upgrade leaves out goes out of rotation on the last visit as well: both at once could leave nobody in its backend.</summary>
    [Fact]
    public void BothServeWhatIsLeftOut_Advance_TakesOneAtATime() => Assert.Equal(["a"], Granted(Slot("a", ["keystone", "glance"]), Slot("b", ["keystone", "nova"])));

    [Fact]
    public void TheyServeNothingTogether_Advance_TakesBoth() => Assert.Equal(["a", "b"], Granted(Slot("a", ["glance"]), Slot("b", ["nova"])));

    /// <summary>They serve no component, and their role's window is wide enough for both.</summary>
    [Fact]
    public void BothRunHAProxyAlone_Advance_TakesOneAtATime() => Assert.Equal(["a"], Granted(Slot("a", ["balancer"], new NodeHAProxy()), Slot("b", ["balancer"], new NodeHAProxy())));

    /// <summary>It holds no place in the window, and may be down for its reboot: its domain is the one that is away.</summary>
    [Theory]
    [InlineData("rack-a", true)]
    [InlineData("rack-b", false)]
    public void NodeIsStalledWithinTheBudget_Advance_StaysInItsFailureDomain(string domain, bool isTaken)
    {
        var stalled = new NodeSlot(Node("a", "compute"), Order("a", Due.With("Stalled", "RebootTimedOut"), Grant(WorkKind.Configure)));
        var next = new NodeSlot(Node("b", "compute", domain), Order("b", Due));
        var strategy = new UpgradeStrategy
        {
            FailureBudget = new FailureBudget { MaxFailedNodes = "1" },
            Satellites = new UpgradeStrategy().Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 5, PerFailureDomain = true }),
        };
        var work = LastVisitWork.Of(LabReleases.Birch.Spec, strategy, [stalled, next], GateBook.None, LabCloud.Start);

        Assert.True(work.Advance());

        Assert.Equal(isTaken, next.IsGranted(WorkKind.Configure));
        Assert.Equal(isTaken, work.Hold is null);
    }

    private static NodeUpgradeStatus Due => Status(Component("nova", ComponentState.AtTarget)) with { IsConfigurationDue = true };

    /// <summary>Nodes that got their last visit, in a release whose components are served by roles of the same names.</summary>
    private static string[] Granted(params NodeSlot[] slots)
    {
        var release = LabReleases.Birch.Spec;
        release = release with
        {
            Components = [.. release.Components.Select(component => component with { ControlPlane = new ComponentControlPlane { Role = component.Name, Backends = [component.Name] } })],
        };
        LastVisitWork.Of(release, new UpgradeStrategy { Satellites = new UpgradeStrategy().Satellites.Add("balancer", new SatelliteStrategy { MaxInFlight = 2 }) }, [.. slots], GateBook.None, LabCloud.Start).Advance();
        return [.. slots.Where(slot => slot.IsGranted(WorkKind.Configure)).Select(slot => slot.Name)];
    }

    /// <summary>keystone is left out of the upgrade: no report tells of it.</summary>
    private static NodeSlot Slot(string name, string[] roles, NodeHAProxy? haproxy = null)
    {
        var node = Node(name, roles[0]);
        return new NodeSlot(
            node with { Spec = node.Spec with { Roles = [.. roles], Haproxy = haproxy } },
            Order(name, Status([.. roles.Where(role => role is not ("keystone" or "balancer")).Select(role => Component(role, ComponentState.AtTarget))]) with { IsConfigurationDue = true }));
    }
}
