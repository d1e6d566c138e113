using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.HAProxy.Tests.Lab;

/// <summary>The contract's lab without processes: checks happen when the lab ticks.</summary>
internal sealed class SimulatedLab : LoadBalancerLab
{
    private readonly SimulatedHAProxy _simulation = new(
        new NodeName("lb-1"),
        [
            new SimulatedServer(C1, "127.0.0.1", 1),
            new SimulatedServer(C2, "127.0.0.1", 2),
            new SimulatedServer(B1, "127.0.0.1", 3) { IsBackup = true },
            new SimulatedServer(P1, "127.0.0.1", 4) { IsChecked = false },
        ]);

    private readonly HashSet<ServerRef> _stopped = [];

    private int _turn;

    public SimulatedLab() => Subject = new SimulatedLoadBalancer(new NodeName("lb-1"), _simulation);

    public override ILoadBalancer Subject { get; }

    public override void StopService(ServerRef server)
    {
        _stopped.Add(server);
        _simulation.SetService(server, isRunning: false);
    }

    public override void StartService(ServerRef server)
    {
        _stopped.Remove(server);
        _simulation.SetService(server, isRunning: true);
    }

    public override async Task<ServerRef> OpenSessionAsync()
    {
        var server = Assert.NotNull(await RequestAsync());
        _simulation.SetSessions(server, 1);
        return server;
    }

    public override Task<ServerRef?> RequestAsync()
    {
        var candidates = _simulation.Candidates("api");
        if (candidates.IsEmpty)
        {
            return Task.FromResult<ServerRef?>(null);
        }

        var server = candidates[_turn++ % candidates.Length];
        return Task.FromResult(_stopped.Contains(server) ? null : (ServerRef?)server);
    }

    public override Task ReloadAsync()
    {
        _simulation.Reload();
        return Task.CompletedTask;
    }

    public override Task PassAsync()
    {
        _simulation.CheckAll();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
