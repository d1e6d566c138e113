using System.Collections.Immutable;
using Windlass.Core.Identities;

namespace Windlass.Core.LoadBalancing;

/// <summary>
/// Finds which servers of an instance stand for a node: by address first, because names in a configuration are free text; by name
/// where no address fits, because backends often forward over another network than the one we log in by.
/// </summary>
public static class ServerMatch
{
    /// <summary>Looks for the node in each of the given backends.</summary>
    /// <param name="snapshot">What one instance says.</param>
    /// <param name="backends">The backends a component is served by.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="address">The node's address; empty when it is not known.</param>
    /// <param name="serverName">The node's name in backends (<c>spec.haproxy.serverName</c>); null when it was not given.</param>
    public static MatchedServers Find(
        LoadBalancerSnapshot snapshot,
        ImmutableArray<string> backends,
        NodeName node,
        string address,
        string? serverName)
    {
        ImmutableArray<ServerRef> found = [];
        ImmutableArray<string> unknown = [];
        ImmutableArray<string> without = [];
        foreach (var backend in backends)
        {
            var servers = snapshot.Servers.Where(server => server.Backend == backend).ToImmutableArray();
            if (servers.IsEmpty)
            {
                unknown = unknown.Add(backend);
                continue;
            }

            var matched = FindIn(servers, node, address, serverName);
            if (matched.IsEmpty)
            {
                without = without.Add(backend);
            }

            foreach (var server in matched)
            {
                found = found.Add(server.Ref);
            }
        }

        return new MatchedServers(snapshot.Instance, found, unknown, without);
    }

    private static ImmutableArray<ServerState> FindIn(ImmutableArray<ServerState> servers, NodeName node, string address, string? serverName)
    {
        var byAddress = address.Length == 0 ? [] : servers.Where(server => SameAddress(server.Address, address)).ToImmutableArray();
        if (byAddress.Length == 1)
        {
            return byAddress;
        }

        // Several servers on one address (ports apart) are several nodes that share it, when one of them carries the node's name.
        var candidates = byAddress.IsEmpty ? servers : byAddress;
        var byName = candidates.Where(server => HasName(server.Server, node, serverName)).ToImmutableArray();
        return byName.IsEmpty ? byAddress : byName;
    }

    private static bool HasName(string server, NodeName node, string? serverName)
    {
        if (!string.IsNullOrEmpty(serverName))
        {
            return server == serverName;
        }

        return server == node.Value || server.StartsWith(node.Value + ".", StringComparison.Ordinal);
    }

    private static bool SameAddress(string left, string right) =>
        left.AsSpan().Trim("[]").Equals(right.AsSpan().Trim("[]"), StringComparison.OrdinalIgnoreCase);
}
