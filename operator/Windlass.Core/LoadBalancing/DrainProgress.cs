using System.Collections.Immutable;

namespace Windlass.Core.LoadBalancing;

/// <summary>
/// How far one instance is with draining the servers of a node. Computed from the newest look only, so a drain that a reload has
/// forgotten shows up as <see cref="NotAsserted"/> and is asserted again.
/// </summary>
public abstract record DrainProgress
{
    private DrainProgress()
    {
    }

    /// <summary>The instance could not be read, or does not have a server that should be drained: not drained as far as we know.</summary>
    /// <param name="Message">What is not known, for people.</param>
    public sealed record Unknown(string Message) : DrainProgress;

    /// <summary>Some servers may still get new sessions.</summary>
    /// <param name="Servers">Where the state must be set.</param>
    public sealed record NotAsserted(ImmutableArray<ServerRef> Servers) : DrainProgress;

    /// <summary>No new sessions, but old ones or queued requests are left.</summary>
    /// <param name="Count">Sessions and queued requests together.</param>
    public sealed record SessionsLeft(long Count) : DrainProgress;

    /// <summary>Out of rotation and empty, seen once; callers that want a quiet period count how often in a row (same process id).</summary>
    public sealed record Drained : DrainProgress;

    /// <summary>Computes the progress of one instance.</summary>
    /// <param name="reading">The newest look at the instance.</param>
    /// <param name="servers">The node's servers on that instance. None: drained, as nothing can be sent there.</param>
    /// <param name="atLeast"><see cref="AdminState.Drain"/>, or <see cref="AdminState.Maintenance"/> once persistence has to be broken.</param>
    public static DrainProgress Of(ReadOutcome reading, ImmutableArray<ServerRef> servers, AdminState atLeast = AdminState.Drain) => reading switch
    {
        ReadOutcome.Read read => Of(read.Snapshot, servers, atLeast),
        ReadOutcome.Unreadable unreadable => new Unknown($"load balancer {unreadable.Instance} cannot be read: {unreadable.Message}"),
        _ => new Unknown($"load balancer {reading.Instance} gave no usable answer"),
    };

    private static DrainProgress Of(LoadBalancerSnapshot snapshot, ImmutableArray<ServerRef> servers, AdminState atLeast)
    {
        ImmutableArray<ServerRef> open = [];
        long left = 0;
        foreach (var server in servers)
        {
            var state = snapshot.Find(server);
            if (state is null)
            {
                return new Unknown($"load balancer {snapshot.Instance} has no server {server}");
            }

            if (state.Admin < atLeast)
            {
                open = open.Add(server);
            }

            left += state.Sessions + state.Queued;
        }

        if (!open.IsEmpty)
        {
            return new NotAsserted(open);
        }

        return left > 0 ? new SessionsLeft(left) : new Drained();
    }
}
