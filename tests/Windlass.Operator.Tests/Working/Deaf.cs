using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy;

namespace Windlass.Operator.Tests.Working;

/// <summary>An HAProxy that is asked through a socket nobody listens on.</summary>
internal sealed class Deaf(NodeName instance) : ILoadBalancer
{
    private const string Message = "nobody listens";

    public NodeName Instance { get; } = instance;

    public Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<ReadOutcome>(new ReadOutcome.Unreadable(Instance, Message));

    public Task<CommandOutcome> SetStateAsync(ServerRef server, AdminState state, CancellationToken cancellationToken) => Refused();

    public Task<CommandOutcome> SetStatesAsync(ImmutableArray<ServerRef> servers, AdminState state, CancellationToken cancellationToken) => Refused();

    public Task<CommandOutcome> ShutDownSessionsAsync(ServerRef server, CancellationToken cancellationToken) => Refused();

    private static Task<CommandOutcome> Refused() => throw new InvalidOperationException("nothing may be asked of what cannot be read");
}
