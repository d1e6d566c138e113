using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>
/// The first seven rules for the last visits: out of rotation, as wide as an upgrade, no two reboots in one failure domain, configured only
/// where the agent ran, and wherever it ran; rebooted once, and wherever it is asked for.
/// </summary>
internal sealed class LastVisitRules(SimulatedCluster cluster, Scenario scenario, PeoplesDrains people)
{
    private readonly HashSet<NodeName> _expected = [];
    private readonly HashSet<NodeName> _configured = [];
    private readonly HashSet<NodeName> _rebooted = [];

    public string? Broken()
    {
        if (cluster.Completed is { } completed && Note(completed) is { } twice)
        {
            return twice;
        }

        if (cluster.Acted is not { IsBegun: true, Run.Step: NodeStep.Configure or NodeStep.Reboot } acted)
        {
            return null;
        }

        return NeverRan(acted) ?? InRotation(acted) ?? TooMany() ?? SameDomain();
    }

    /// <summary>At the end of a run that came to its end.</summary>
    public string? Missing()
    {
        var unconfigured = scenario.IsConfigured ? _expected.Except(_configured).ToArray() : [];

        // The network node is of a role without a policy: it is not rebooted.
        var wanting = cluster.Nodes.Where(node => node.Machine.IsRebootRequired && node.Spec.Roles[0] != "network").ToArray();
        return unconfigured.Length > 0 ? $"rule 7: never configured: {string.Join(", ", unconfigured)}"
            : wanting.Length > 0 ? $"rule 7: never rebooted: {string.Join(", ", wanting.Select(node => node.Name))}"
            : null;
    }

    private string? Note(CompletedStep completed)
    {
        if (completed is { Step: NodeStep.Reboot, Entry.State: LedgerState.InterruptedByReboot } && !_rebooted.Add(completed.Node.Name))
        {
            return $"rule 4: rebooted twice: {completed.Node.Name}";
        }

        if (completed.Entry is not { State: LedgerState.Finished, ExitCode: 0 })
        {
            return null;
        }

        if (completed.Step is NodeStep.Configure)
        {
            _configured.Add(completed.Node.Name);
        }

        if (completed.Step is NodeStep.Quiesce && completed.Before.Units["puppet.service"] is { IsActive: true, Hold: null })
        {
            _expected.Add(completed.Node.Name);
        }

        return null;
    }

    private static string? NeverRan(SimulatedAct acted) => acted.Run.Step is NodeStep.Reboot || acted.Node.Machine.Units["puppet.service"].Hold is { WasActive: true }
        ? null
        : $"rule 5: configured though its agent was off: {acted.Node.Name}";

    /// <summary>What people or a reload changed after the decision could not be known to it.</summary>
    private string? InRotation(SimulatedAct acted)
    {
        if (people.LastEvent >= acted.DecidedAt)
        {
            return null;
        }

        var serving = cluster.Balancers.Names.SelectMany(name => cluster.Balancers[name].Snapshot().Servers
            .Where(server => server.Server == acted.Node.Name.Value && server.Admin == AdminState.Ready)
            .Select(server => $"{server.Ref} on {name}")).ToArray();
        return serving.Length == 0 ? null : $"rule 1: visited while it serves: {string.Join(", ", serving)}";
    }

    private string? TooMany()
    {
        var running = cluster.Nodes.Where(node => node.Running?.Step is NodeStep.Configure or NodeStep.Reboot).ToLookup(node => node.Spec.Roles[0]);
        var computes = running["compute"].Where(node => !IsStalled(node)).ToArray();
        var domains = computes.Select(node => node.Spec.FailureDomain).Distinct().Count();
        return running["controller"].Count() > 1 ? $"rule 3: visited at once: {string.Join(", ", running["controller"].Select(node => node.Name))}"
            : computes.Length > scenario.Width ? $"rule 3: {computes.Length} visited at once, width {scenario.Width}"
            : scenario.IsPerFailureDomain && domains > 1 ? $"rule 3: {domains} failure domains visited at once"
            : null;
    }

    /// <summary>Given up for now, so that others go on within the failure budget; a clock that jumps can make it so while the node is on its way.</summary>
    private bool IsStalled(SimulatedNode node) => cluster.Objects.Order(node.Name.Value).IsStalled();

    private string? SameDomain()
    {
        var twice = cluster.Nodes.Where(node => node.Running?.Step is NodeStep.Reboot).GroupBy(node => node.Spec.FailureDomain).FirstOrDefault(domain => domain.Count() > 1);
        return twice is null ? null : $"rule 3: {string.Join(", ", twice.Select(node => node.Name))} of {twice.Key} reboot at once";
    }
}
