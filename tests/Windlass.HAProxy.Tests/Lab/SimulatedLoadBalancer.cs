using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.HAProxy.Tests.Lab;

/// <summary>The seam over the simulated instance.</summary>
internal sealed class SimulatedLoadBalancer(NodeName instance, SimulatedHAProxy simulation) : ILoadBalancer
{
    public NodeName Instance { get; } = instance;

    public Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ReadOutcome>(new ReadOutcome.Read(simulation.Snapshot()));

    public Task<CommandOutcome> SetStateAsync(ServerRef server, AdminState state, CancellationToken cancellationToken) =>
        SetStatesAsync([server], state, cancellationToken);

    public Task<CommandOutcome> SetStatesAsync(ImmutableArray<ServerRef> servers, AdminState state, CancellationToken cancellationToken) =>
        Outcome(servers.Select(server => simulation.SetState(server, state)));

    public Task<CommandOutcome> ShutDownSessionsAsync(ServerRef server, CancellationToken cancellationToken) =>
        Outcome([simulation.ShutDownSessions(server)]);

    private Task<CommandOutcome> Outcome(IEnumerable<string> answers)
    {
        var complaint = string.Join('\n', answers.Where(answer => answer.Length > 0).ToArray());
        return Task.FromResult<CommandOutcome>(complaint.Length > 0
            ? new CommandOutcome.Rejected(complaint)
            : new CommandOutcome.Applied(simulation.Snapshot()));
    }
}
