using System.Collections.Immutable;
using Windlass.Core.Identities;

namespace Windlass.Core.LoadBalancing;

/// <summary>All servers as one HAProxy instance sees them, and what is needed to notice that it was reloaded.</summary>
/// <param name="Instance">The node this instance runs on.</param>
/// <param name="ProcessId">Worker process: it changes with every reload, and a reload forgets every administrative state.</param>
/// <param name="Version">HAProxy version.</param>
/// <param name="Servers">Every server of every backend.</param>
public sealed record LoadBalancerSnapshot(NodeName Instance, int ProcessId, string Version, ImmutableArray<ServerState> Servers)
{
    /// <summary>The server, or null when this instance does not have it.</summary>
    /// <param name="server">Backend and server name.</param>
    public ServerState? Find(ServerRef server)
    {
        foreach (var candidate in Servers)
        {
            if (candidate.Ref == server)
            {
                return candidate;
            }
        }

        return null;
    }
}
