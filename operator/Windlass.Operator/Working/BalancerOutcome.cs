using Windlass.Core.Identities;
using Windlass.HAProxy;

namespace Windlass.Operator.Working;

/// <summary>What came of asking for an HAProxy. Closed: <see cref="Connected"/> or <see cref="Unreachable"/>.</summary>
internal abstract record BalancerOutcome
{
    private BalancerOutcome()
    {
    }

    /// <summary>Its socket is reachable.</summary>
    public sealed record Connected(ILoadBalancer Balancer) : BalancerOutcome;

    /// <summary>There is no way to its socket now.</summary>
    public sealed record Unreachable(NodeName Instance, string Message) : BalancerOutcome;
}
