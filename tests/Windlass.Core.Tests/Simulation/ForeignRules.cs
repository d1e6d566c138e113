using System.Collections.Immutable;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rules 5 and 7: what we did not do is never undone; at the end nothing of ours is left.</summary>
internal sealed class ForeignRules(SimulatedCluster cluster, PeoplesDrains people)
{
    private (int Admin, int Machines) _checkedAt = (-1, -1);

    public string? Broken()
    {
        var present = (cluster.Balancers.AdminVersion, cluster.MachineVersion);
        if (present == _checkedAt)
        {
            return null;
        }

        _checkedAt = present;
        return GivenBack() ?? Started();
    }

    public string? Leftover()
    {
        var foreign = people.Out.Keys.ToImmutableHashSet();
        var taken = cluster.Balancers.Names.SelectMany(name => cluster.Balancers[name].Snapshot().Servers
            .Where(server => server.Admin != AdminState.Ready && !foreign.Contains((name, server.Ref)))
            .Select(server => $"{server.Ref} on {name} is {server.Admin}"));
        var held = cluster.Nodes.SelectMany(node => node.Machine.Units.Values
            .Where(unit => unit.Hold is not null || (unit.IsEnabled && !unit.IsActive))
            .Select(unit => $"{unit.Name} on {node.Name} is {(unit.Hold is null ? "down" : "held")}"));
        var left = string.Join("; ", taken.Concat(held));
        return left.Length == 0 ? null : left;
    }

    private string? GivenBack()
    {
        foreach (var (instance, server) in people.Out.Keys)
        {
            if (cluster.Balancers[instance].Snapshot().Find(server)!.Admin == AdminState.Ready)
            {
                return $"rule 5: {server} on {instance} was taken out by people and is back";
            }
        }

        return null;
    }

    private string? Started()
    {
        foreach (var node in cluster.Nodes)
        {
            foreach (var (name, unit) in node.Machine.Units)
            {
                if (!unit.IsEnabled && unit.IsActive)
                {
                    return $"rule 5: disabled, and started all the same: {name} on {node.Name}";
                }
            }
        }

        return null;
    }
}
