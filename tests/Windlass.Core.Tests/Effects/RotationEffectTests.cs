using Windlass.Core.Effects;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Effects;

/// <summary>What the plan expects of a load balancer is what the simulated one comes to when its checks have settled.</summary>
public sealed class RotationEffectTests
{
    private static readonly NodeName Instance = new("ctl1");
    private static readonly ServerRef Ours = new("keystone", "ctl1");

    [Theory]
    [InlineData(AdminState.Ready, AdminState.Drain)]
    [InlineData(AdminState.Drain, AdminState.Maintenance)]
    [InlineData(AdminState.Maintenance, AdminState.Ready)]
    public void ServerOfOurs_Set_EndsAsTheSimulatedLoadBalancerDoes(AdminState from, AdminState to)
    {
        var simulated = new SimulatedHAProxy(Instance, [Server("ctl1"), Server("ctl2")]);
        Settle(simulated, from);
        var before = simulated.Snapshot();
        Settle(simulated, to);

        var planned = RotationEffect.Of([new ReadOutcome.Read(before)], [new DrainRecord(Instance, Ours.Backend, Ours.Server, AdminState.Ready)], to);

        var servers = Assert.IsType<ReadOutcome.Read>(Assert.Single(planned)).Snapshot.Servers;
        var expected = simulated.Snapshot().Servers;
        Assert.Equal(expected.Select(server => (server.Ref, server.Admin)), servers.Select(server => (server.Ref, server.Admin)));
        Assert.True(to == AdminState.Maintenance || expected.Select(server => server.Health).SequenceEqual(servers.Select(server => server.Health)));
    }

    private static void Settle(SimulatedHAProxy instance, AdminState state)
    {
        instance.SetState(Ours, state);
        while (!instance.IsSettled())
        {
            instance.CheckAll();
        }
    }

    private static SimulatedServer Server(string name) => new(new ServerRef("keystone", name), $"10.0.0.{name[^1]}", 5000);
}
