using System.Collections.Immutable;

namespace Windlass.Core.LoadBalancing;

/// <summary>
/// Decides whether a server may leave rotation. Every instance is asked, standby included: the virtual address can move at any time,
/// and an instance nobody can read may be the one that carries the traffic.
/// </summary>
public static class RotationFloor
{
    /// <summary>Checks one server against the floor of its backend.</summary>
    /// <param name="instances">The newest look at every instance.</param>
    /// <param name="leaving">The server that is to leave.</param>
    /// <param name="minHealthy">
    /// How many other servers must stay in rotation. Backup servers do not count: they are an emergency, not a floor.
    /// </param>
    public static FloorVerdict Check(ImmutableArray<ReadOutcome> instances, ServerRef leaving, int minHealthy)
    {
        if (instances.IsDefaultOrEmpty)
        {
            return new FloorVerdict.Refused("NoInstance", $"no load balancer is known that serves {leaving.Backend}");
        }

        foreach (var instance in instances)
        {
            if (Refusal(instance, leaving, minHealthy) is { } refused)
            {
                return refused;
            }
        }

        return new FloorVerdict.Allowed();
    }

    private static FloorVerdict.Refused? Refusal(ReadOutcome instance, ServerRef leaving, int minHealthy) => instance switch
    {
        ReadOutcome.Read read => Refusal(read.Snapshot, leaving, minHealthy),
        ReadOutcome.Unreadable unreadable => new("InstanceUnreadable", $"load balancer {unreadable.Instance} cannot be read: {unreadable.Message}"),
        _ => new("InstanceUnreadable", $"load balancer {instance.Instance} gave no usable answer"),
    };

    private static FloorVerdict.Refused? Refusal(LoadBalancerSnapshot snapshot, ServerRef leaving, int minHealthy)
    {
        var servers = snapshot.Servers.Where(server => server.Backend == leaving.Backend).ToImmutableArray();
        if (servers.IsEmpty)
        {
            return new("BackendMissing", $"load balancer {snapshot.Instance} has no backend {leaving.Backend}");
        }

        var own = snapshot.Find(leaving);
        if (own is null)
        {
            return new("ServerMissing", $"backend {leaving.Backend} on load balancer {snapshot.Instance} has no server {leaving.Server}");
        }

        // Already taken out on this instance: nothing more is taken away from it.
        if (own.Admin != AdminState.Ready)
        {
            return null;
        }

        var staying = servers.Count(server => server.Server != leaving.Server && server.IsInRotation && !server.IsBackup);
        return staying >= minHealthy
            ? null
            : new(
                "TooFewHealthyServers",
                $"backend {leaving.Backend} on load balancer {snapshot.Instance} would keep {staying} healthy server(s) without {leaving.Server}, "
                + $"{minHealthy} wanted ({Others(servers, leaving)})");
    }

    private static string Others(ImmutableArray<ServerState> servers, ServerRef leaving)
    {
        var others = servers.Where(server => server.Server != leaving.Server).Select(server => $"{server.Server}: {server.Status}").ToImmutableArray();
        return others.IsEmpty ? "it has no other server" : string.Join(", ", others);
    }
}
