using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>What people took out of rotation themselves, and when they last did something to a load balancer.</summary>
internal sealed class PeoplesDrains
{
    private readonly Dictionary<(NodeName Instance, ServerRef Server), DateTimeOffset> _out = [];

    /// <summary>What is out, and since when by the true time.</summary>
    public IReadOnlyDictionary<(NodeName Instance, ServerRef Server), DateTimeOffset> Out => _out;

    /// <summary>Number of the last event in which load balancers changed without the operator.</summary>
    public int LastEvent { get; private set; }

    /// <summary>Until then no HAProxy can have noticed that a machine went down: what is decided by what they believe may be wrong.</summary>
    public DateTimeOffset BlindUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>
    /// People leave alone what the operator holds: the state alone could not tell later whose it is. And they take one server of a
    /// backend at a time: with two of three out, the floor rightly keeps the last one, and such a run has no end.
    /// </summary>
    public void TakeOut(SimulatedCluster cluster, NodeName instance, ServerRef server, AdminState state)
    {
        var claims = cluster.Objects.Order(server.Server)?.Status?.Drains ?? [];
        if (_out.Keys.Any(one => one.Instance == instance && one.Server.Backend == server.Backend)
            || claims.Any(claim => claim.Instance == instance.Value && claim.Backend == server.Backend)
            || cluster.Balancers[instance].Snapshot().Find(server)!.Admin != AdminState.Ready)
        {
            return;
        }

        LastEvent = cluster.EventNumber;
        cluster.Balancers[instance].SetState(server, state);
        _out.Add((instance, server), cluster.Now);
    }

    public void GiveBack(SimulatedCluster cluster, NodeName instance, ServerRef server)
    {
        if (_out.Remove((instance, server)))
        {
            LastEvent = cluster.EventNumber;
            cluster.Balancers[instance].SetState(server, AdminState.Ready);
        }
    }

    /// <summary>A reload forgets what people did as well.</summary>
    public void Reload(SimulatedCluster cluster, NodeName instance)
    {
        LastEvent = cluster.EventNumber;
        cluster.Balancers[instance].Reload();
        foreach (var forgotten in _out.Keys.Where(one => one.Instance == instance).ToArray())
        {
            _out.Remove(forgotten);
        }
    }

    /// <summary>A machine's services accept connections no more, or again.</summary>
    public void Deafen(SimulatedCluster cluster, SimulatedNode node, bool isDeaf)
    {
        (LastEvent, BlindUntil) = (cluster.EventNumber, cluster.Now.AddSeconds(5));
        node.Machine = node.Machine with { IsDeaf = isDeaf };
    }

    /// <summary>A machine goes down, and does not answer for a while.</summary>
    public void Reboot(SimulatedCluster cluster, SimulatedNode node)
    {
        (LastEvent, BlindUntil) = (cluster.EventNumber, cluster.Now.AddSeconds(5));
        node.Reboot(cluster.Now);
        node.IsReachable = false;
    }
}
