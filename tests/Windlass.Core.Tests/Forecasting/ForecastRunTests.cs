using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Forecasting;

public sealed class ForecastRunTests
{
    /// <summary>Issue 3: the first user's cluster ends in at most half of what the script takes, with its own step times and safer rules.</summary>
    [Fact]
    public void SeedCluster_Simulate_EndsWithinHalfOfTheScriptsTime()
    {
        var strategy = Forecasts.Careful with { ControlPlane = new ControlPlaneStrategy { ParallelComponents = 2 } };

        var forecast = Forecasts.Cloud(Forecasts.Seed, strategy).Run();

        var script = ScriptModel.Total(ScriptModel.Passes(forecast.Nodes));
        Assert.Null(forecast.StoppedBecause);
        Assert.InRange(script.TotalSeconds, 7983, 7985);
        Assert.InRange(forecast.Makespan.TotalSeconds, 1, script.TotalSeconds / 2);
    }

    public static TheoryData<int, int, bool, int> Policies => new()
    {
        { 1, 1, false, 3 }, { 1, 8, true, 3 }, { 1, 24, true, 5 }, { 3, 24, false, 3 },
    };

    /// <summary>The planner leaves no time on the table, and the bound is one: no run is shorter.</summary>
    [Theory]
    [MemberData(nameof(Policies))]
    public void SeedCluster_Simulate_TakesHardlyMoreThanTheCriticalPath(int parallel, int width, bool isPerDomain, int racks)
    {
        var compute = new SatelliteStrategy { MaxInFlight = width, PerFailureDomain = isPerDomain };
        var strategy = Forecasts.Strategy(new SatelliteStrategy { MaxInFlight = 4 }, compute) with { ControlPlane = new ControlPlaneStrategy { ParallelComponents = parallel } };

        var forecast = Forecasts.Cloud(Forecasts.Seed, strategy, racks).Run();

        Assert.Null(forecast.StoppedBecause);
        Assert.InRange(forecast.LowerBound / forecast.Makespan, parallel == 1 ? 0.95 : 0.5, 1);
    }

    [Fact]
    public void Simulated_TimelineAndRisks_AreTold()
    {
        var forecast = Forecasts.Cloud("controllers=3,network=2,compute=9").Run();

        Assert.Equal(["Preparing", "ControlPlane", "Satellites"], forecast.Phases.Select(phase => phase.Name).Take(3));
        Assert.Equal("keystone", forecast.Components[0].Name);
        Assert.Equal([("compute", 9, 4), ("network", 2, 2)], forecast.Roles.Select(role => (role.Role, role.Nodes, role.Waves.Length)));

        // Barbican is down on every node for its schema, keystone never is.
        Assert.Contains(forecast.Risks.Away, away => away.Name == "barbicanbe");
        Assert.DoesNotContain(forecast.Risks.Away, away => away.Name == "keystonepubbe");
        Assert.Contains(forecast.Risks.Floors, floor => floor is { Backend: "keystonepubbe", Servers: 2, Of: 3 });
        Assert.Contains(forecast.Risks.SchemaWindows, open => open.Name == "neutron");
    }

    [Fact]
    public void LongerInstall_Simulate_TakesLonger()
    {
        var cloud = Forecasts.Cloud("controllers=3,network=1,compute=1");

        var longer = cloud.Run(StepTimes.Typical.With([KeyValuePair.Create("Install nova", 500.0)])).Makespan - cloud.Run().Makespan;

        // Three controllers, one after the other, and the compute: 480 s more each, or less where it is the first install.
        Assert.InRange(longer.TotalSeconds, 4 * 380, 4 * 490);
    }

    /// <summary>What is passed over because nobody interferes would have changed nothing.</summary>
    [Fact]
    public void Undisturbed_Run_EndsAsOneWithEveryPoll()
    {
        var cloud = Forecasts.Cloud("controllers=3,network=2,compute=9");
        SimulatedCluster Run(bool isUndisturbed) => cloud.Build(new SimulationSettings { Times = StepTimes.Typical, IsUndisturbed = isUndisturbed }, LabCloud.Start)
            .Until(one => one.Is("Ready"), mostEvents: 200_000);

        var (quiet, whole) = (Run(isUndisturbed: true), Run(isUndisturbed: false));

        Assert.Equal(whole.Outline(), quiet.Outline());
        Assert.Equal(whole.Objects.Orders.Sum(order => order.Status!.StepsRun), quiet.Objects.Orders.Sum(order => order.Status!.StepsRun));
        Assert.InRange((quiet.Now - quiet.Start) / (whole.Now - whole.Start), 0.9, 1.1);
    }

    [Fact]
    public void ComponentThatMustBeDownEverywhere_NodesLeftOut_SaysWhereItStops()
    {
        var cloud = Forecasts.Cloud("controllers=3,network=1,compute=2");
        var (last, name) = (cloud.Nodes[^1], "zz");
        var suspended = last with { Metadata = last.Metadata with { Name = name }, Spec = last.Spec with { Address = name, Suspended = true, Roles = ["controller"] } };

        var forecast = (cloud with { Nodes = [.. cloud.Nodes, suspended] }).Run();

        Assert.Contains("must be down on every node", forecast.StoppedBecause, StringComparison.Ordinal);
    }
}
