using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Forecasting;
using Windlass.Core.Tests.Simulation;

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
}
