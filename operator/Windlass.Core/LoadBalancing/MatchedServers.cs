using System.Collections.Immutable;
using Windlass.Core.Identities;

namespace Windlass.Core.LoadBalancing;

/// <summary>The servers of one instance that stand for a node.</summary>
/// <param name="Instance">The instance that was looked at.</param>
/// <param name="Servers">The node's servers, in the order of the backends asked for.</param>
/// <param name="UnknownBackends">Backends asked for that this instance does not have (or that have no server).</param>
/// <param name="BackendsWithoutNode">Backends that exist but forward to this node nowhere.</param>
public sealed record MatchedServers(
    NodeName Instance,
    ImmutableArray<ServerRef> Servers,
    ImmutableArray<string> UnknownBackends,
    ImmutableArray<string> BackendsWithoutNode)
{
    /// <summary>Every backend asked for has the node.</summary>
    public bool IsComplete => UnknownBackends.IsEmpty && BackendsWithoutNode.IsEmpty;
}
