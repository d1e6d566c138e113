using Windlass.Core.Identities;

namespace Windlass.Core.LoadBalancing;

/// <summary>What came of looking at one load balancer. Closed: <see cref="Read"/> or <see cref="Unreadable"/>.</summary>
/// <param name="Instance">The node the load balancer runs on.</param>
public abstract record ReadOutcome(NodeName Instance)
{
    /// <summary>The instance answered completely.</summary>
    /// <param name="Snapshot">All its servers.</param>
    public sealed record Read(LoadBalancerSnapshot Snapshot) : ReadOutcome(Snapshot.Instance);

    /// <summary>Nothing is known of the instance: never to be taken for "nothing is wrong".</summary>
    /// <param name="Instance">The node the load balancer runs on.</param>
    /// <param name="Message">What went wrong, for people.</param>
    public sealed record Unreadable(NodeName Instance, string Message) : ReadOutcome(Instance);
}
