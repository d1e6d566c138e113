using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 1: no backend ever has fewer healthy, in-rotation servers than its floor because of us.</summary>
internal sealed class RotationRules
{
    private readonly SimulatedCluster _cluster;
    private readonly int _floor;
    private readonly PeoplesDrains _people;
    private readonly Dictionary<NodeName, int> _decided = [];
    private readonly string[] _backends;
    private readonly (SimulatedNode Node, int Port, int Backend)[] _servers;
    private int[] _before;
    private int[] _now;
    private (int Admin, int Machines) _countedAt = (-1, -1);

    public RotationRules(SimulatedCluster cluster, Scenario scenario, PeoplesDrains people)
    {
        (_cluster, _floor, _people) = (cluster, scenario.Floor, people);
        var servers = cluster.Balancers.Servers.OrderBy(server => server.Server.ToString(), StringComparer.Ordinal).ToArray();
        _backends = [.. servers.Select(server => server.Server.Backend).Distinct()];
        _servers = [.. servers.Select(server => (cluster.Node(server.Server.Server), server.Port, Array.IndexOf(_backends, server.Server.Backend)))];
        (_before, _now) = (new int[_backends.Length * cluster.Balancers.Names.Length], new int[_backends.Length * cluster.Balancers.Names.Length]);
    }

    public void Before() => Count();

    public string? Broken()
    {
        if (_cluster.Acted is { } acted)
        {
            _decided[acted.Node.Name] = acted.DecidedAt;
        }

        if ((_cluster.Acted is null && _cluster.Completed is null) || !Count())
        {
            return null;
        }

        // What people or a reload changed after the decision could not be known to it.
        var actor = _cluster.Acted?.Node.Name ?? _cluster.Completed!.Node.Name;
        return _people.LastEvent >= _decided.GetValueOrDefault(actor) || _cluster.Now < _people.BlindUntil ? null : Lost();
    }

    private string? Lost()
    {
        for (var i = 0; i < _now.Length; i++)
        {
            var backend = _backends[i % _backends.Length];
            if (_now[i] < _before[i] && _now[i] < _floor && !_cluster.IsStoppedTogether(backend))
            {
                return $"rule 1: {backend} on {_cluster.Balancers.Names[i / _backends.Length]} is left with {_now[i]} server(s)";
            }
        }

        return null;
    }

    /// <summary>By the truth, not by what HAProxy believes: ready there, and something listens.</summary>
    /// <returns>Something may have changed since the last count.</returns>
    private bool Count()
    {
        var present = (_cluster.Balancers.AdminVersion, _cluster.MachineVersion);
        if (present == _countedAt)
        {
            return false;
        }

        _countedAt = present;
        (_before, _now) = (_now, _before);
        Array.Clear(_now);
        for (var instance = 0; instance < _cluster.Balancers.Names.Length; instance++)
        {
            var states = _cluster.Balancers[_cluster.Balancers.Names[instance]].Snapshot().Servers;
            for (var i = 0; i < _servers.Length; i++)
            {
                var (node, port, backend) = _servers[i];
                _now[(instance * _backends.Length) + backend] += states[i].Admin == AdminState.Ready && node.IsListening(port) ? 1 : 0;
            }
        }

        return true;
    }
}
