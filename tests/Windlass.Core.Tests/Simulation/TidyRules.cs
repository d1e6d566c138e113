using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rules 4, 5 and 7 for packages of no component: none goes that people did not ask for, that something needs, or that was without use before.</summary>
internal sealed class TidyRules(SimulatedCluster cluster)
{
    private readonly bool _isWanted = cluster.Objects.Upgrade.Spec.Strategy.Autoremove == AutoremovePolicy.AtEnd;
    private readonly Dictionary<string, SimulatedMachine> _before = cluster.Nodes.ToDictionary(node => node.Name.Value, node => node.Machine);

    public string? Broken()
    {
        if (cluster.Acted is { IsBegun: true, Run.Step: NodeStep.Autoremove } acted && !_isWanted)
        {
            return $"rule 4: Autoremove on {acted.Node.Name} begins, and nobody wants it";
        }

        return cluster.Completed is { Step: NodeStep.Autoremove } completed ? Missed(completed.Node) : null;
    }

    /// <summary>At the end of a run that reached its target.</summary>
    public string? Leftover() => !_isWanted ? null : cluster.Nodes
        .Where(node => cluster.Objects.Order(node.Name.Value) is not null && !node.Machine.Unneeded.IsEmpty)
        .Select(node => $"rule 7: {node.Machine.Unneeded[0]} on {node.Name} is without use by us, and still there").FirstOrDefault();

    private string? Missed(SimulatedNode node)
    {
        var missed = _before[node.Name.Value].Libraries.Except(node.Machine.Libraries)
            .FirstOrDefault(library => library.NeededBy.Length == 0 || node.Machine.Packages[library.NeededBy].Version == library.Version);
        return missed is null ? null : $"rule 5: {missed.Name} on {node.Name} is gone, and it was not ours to remove";
    }
}
