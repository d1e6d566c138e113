using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>The first seven rules for the last visits: out of rotation, as wide as an upgrade, only where the agent ran, and wherever it ran.</summary>
internal sealed class LastVisitRules(SimulatedCluster cluster, Scenario scenario, PeoplesDrains people)
{
    private readonly HashSet<NodeName> _expected = [];
    private readonly HashSet<NodeName> _configured = [];

    public string? Broken()
    {
        if (cluster.Completed is { Entry: { State: LedgerState.Finished, ExitCode: 0 } } completed)
        {
            Note(completed);
        }

        return cluster.Acted is { IsBegun: true, Run.Step: NodeStep.Configure } acted ? NeverRan(acted) ?? InRotation(acted) ?? TooMany() : null;
    }

    /// <summary>At the end of a run that came to its end.</summary>
    public string? Missing() => scenario.IsConfigured && _expected.Except(_configured).ToArray() is { Length: > 0 } missing
        ? $"rule 7: never configured: {string.Join(", ", missing)}"
        : null;

    private void Note(CompletedStep completed)
    {
        if (completed.Step is NodeStep.Configure)
        {
            _configured.Add(completed.Node.Name);
        }

        if (completed.Step is NodeStep.Quiesce && completed.Before.Units["puppet.service"] is { IsActive: true, Hold: null })
        {
            _expected.Add(completed.Node.Name);
        }
    }

    private static string? NeverRan(SimulatedAct acted) => acted.Node.Machine.Units["puppet.service"].Hold is { WasActive: true }
        ? null
        : $"rule 5: configured though its agent was off: {acted.Node.Name}";

    /// <summary>What people or a reload changed after the decision could not be known to it. Neutron is left out by its owner.</summary>
    private string? InRotation(SimulatedAct acted)
    {
        if (people.LastEvent >= acted.DecidedAt)
        {
            return null;
        }

        var serving = cluster.Balancers.Names.SelectMany(name => cluster.Balancers[name].Snapshot().Servers
            .Where(server => server.Server == acted.Node.Name.Value && server.Backend != "neutron" && server.Admin == AdminState.Ready)
            .Select(server => $"{server.Ref} on {name}")).ToArray();
        return serving.Length == 0 ? null : $"rule 1: configured while it serves: {string.Join(", ", serving)}";
    }

    private string? TooMany()
    {
        var running = cluster.Nodes.Where(node => node.Running?.Step is NodeStep.Configure).ToLookup(node => node.Spec.Roles[0]);
        var domains = running["compute"].Select(node => node.Spec.FailureDomain).Distinct().Count();
        return running["controller"].Count() > 1 ? $"rule 3: configured at once: {string.Join(", ", running["controller"].Select(node => node.Name))}"
            : running["compute"].Count() > scenario.Width ? $"rule 3: {running["compute"].Count()} configured at once, width {scenario.Width}"
            : scenario.IsPerFailureDomain && domains > 1 ? $"rule 3: {domains} failure domains configured at once"
            : null;
    }
}
