using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 1: no backend ever has fewer healthy, in-rotation servers than its floor because of us.</summary>
internal sealed class RotationRules(SimulatedCluster cluster, PeoplesDrains people)
{
    private readonly Dictionary<NodeName, int> _decided = [];
    private ImmutableDictionary<(NodeName, string), int> _before = [];

    public void Before() => _before = Serving();

    public string? Broken()
    {
        if (cluster.Acted is { } acted)
        {
            _decided[acted.Node.Name] = acted.DecidedAt;
        }

        if (cluster.Acted is null && cluster.Completed is null)
        {
            return null;
        }

        // What people or a reload changed after the decision could not be known to it.
        var actor = cluster.Acted?.Node.Name ?? cluster.Completed!.Node.Name;
        if (people.LastEvent >= _decided.GetValueOrDefault(actor))
        {
            return null;
        }

        foreach (var ((instance, backend), count) in Serving())
        {
            if (cluster.IsStoppedTogether(backend))
            {
                continue;
            }

            if (count < _before[(instance, backend)] && count < Scenario.Floor)
            {
                return $"rule 1: {backend} on {instance} is left with {count} server(s)";
            }
        }

        return null;
    }

    /// <summary>By the truth, not by what HAProxy believes: ready there, and something listens.</summary>
    private ImmutableDictionary<(NodeName, string), int> Serving() => cluster.Balancers.Names
        .SelectMany(name => cluster.Balancers[name].Snapshot().Servers.GroupBy(server => server.Backend)
            .Select(backend => ((name, backend.Key), backend.Count(server => server.Admin == AdminState.Ready && cluster.Node(server.Server).IsListening(server.Port)))))
        .ToImmutableDictionary(pair => pair.Item1, pair => pair.Item2);
}
