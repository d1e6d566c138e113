using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;
using Windlass.HAProxy;

namespace Windlass.Operator.Tests.Working;

/// <summary>An HAProxy that checks its servers whenever it is looked at, and notes every state that is set.</summary>
/// <param name="instance">The node it runs on.</param>
/// <param name="inner">Its behaviour.</param>
/// <param name="isRunning">Whether a server's service runs.</param>
/// <param name="setting">Called before a state is set.</param>
internal sealed class Balancer(NodeName instance, SimulatedHAProxy inner, Func<ServerRef, bool> isRunning, Action<NodeName, ServerRef, AdminState> setting) : ILoadBalancer
{
    public NodeName Instance { get; } = instance;

    public SimulatedHAProxy Inner { get; } = inner;

    /// <summary>How often it was looked at.</summary>
    public int Reads { get; private set; }

    /// <summary>Nothing answers at its socket.</summary>
    public bool IsSilent { get; set; }

    public Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        if (IsSilent)
        {
            return Task.FromResult<ReadOutcome>(new ReadOutcome.Unreadable(Instance, "connection refused"));
        }

        foreach (var server in Inner.Snapshot().Servers)
        {
            Inner.SetService(server.Ref, isRunning(server.Ref));
        }

        Inner.CheckAll();
        return Task.FromResult<ReadOutcome>(new ReadOutcome.Read(Inner.Snapshot()));
    }

    public Task<CommandOutcome> SetStateAsync(ServerRef server, AdminState state, CancellationToken cancellationToken) =>
        SetStatesAsync([server], state, cancellationToken);

    public Task<CommandOutcome> SetStatesAsync(ImmutableArray<ServerRef> servers, AdminState state, CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            setting(Instance, server, state);
            Inner.SetState(server, state);
        }

        return Task.FromResult<CommandOutcome>(new CommandOutcome.Applied(Inner.Snapshot()));
    }

    public Task<CommandOutcome> ShutDownSessionsAsync(ServerRef server, CancellationToken cancellationToken)
    {
        Inner.ShutDownSessions(server);
        return Task.FromResult<CommandOutcome>(new CommandOutcome.Applied(Inner.Snapshot()));
    }
}
