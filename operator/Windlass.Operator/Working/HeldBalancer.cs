using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy;

namespace Windlass.Operator.Working;

/// <summary>
/// A load balancer that is only looked at once our lease may be another's. Nodes refuse the steps of a replica that was replaced; a HAProxy
/// knows no fence, so a process that slept asks its own clock before each command.
/// </summary>
/// <param name="inner">The instance.</param>
/// <param name="isHeld">By our own clock nobody may have taken over yet.</param>
internal sealed class HeldBalancer(ILoadBalancer inner, Func<bool> isHeld) : ILoadBalancer
{
    private static readonly CommandOutcome NotHeld = new CommandOutcome.Rejected("not set: this replica does not hold its lease any more");

    /// <inheritdoc/>
    public NodeName Instance => inner.Instance;

    /// <inheritdoc/>
    public Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<CommandOutcome> SetStateAsync(ServerRef server, AdminState state, CancellationToken cancellationToken) =>
        isHeld() ? inner.SetStateAsync(server, state, cancellationToken) : Task.FromResult(NotHeld);

    /// <inheritdoc/>
    public Task<CommandOutcome> SetStatesAsync(ImmutableArray<ServerRef> servers, AdminState state, CancellationToken cancellationToken) =>
        isHeld() ? inner.SetStatesAsync(servers, state, cancellationToken) : Task.FromResult(NotHeld);

    /// <inheritdoc/>
    public Task<CommandOutcome> ShutDownSessionsAsync(ServerRef server, CancellationToken cancellationToken) =>
        isHeld() ? inner.ShutDownSessionsAsync(server, cancellationToken) : Task.FromResult(NotHeld);
}
