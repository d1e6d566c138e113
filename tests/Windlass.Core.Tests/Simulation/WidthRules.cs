using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 3: never more nodes in flight than width and failure domain allow.</summary>
internal sealed class WidthRules(SimulatedCluster cluster, Scenario scenario)
{
    private readonly Dictionary<string, (DateTimeOffset True, DateTimeOffset Operator)> _finished = [];
    private readonly HashSet<string> _begun = [];

    private int _machines = -1;

    public string? Broken()
    {
        // Time alone lets nodes settle, which breaks nothing.
        if (cluster.MachineVersion == _machines && cluster.Acted is not { IsBegun: true })
        {
            return null;
        }

        _machines = cluster.MachineVersion;
        if (cluster.Acted is { IsBegun: true, Run.Step: NodeStep.StopAndHold } acted && acted.Node.Spec.Roles[0] == "compute")
        {
            _begun.Add(acted.Node.Name.Value);
        }

        var computes = cluster.Nodes.Where(node => node.Spec.Roles[0] == "compute").ToArray();
        foreach (var node in computes.Where(node => _begun.Contains(node.Name.Value) && !_finished.ContainsKey(node.Name.Value) && IsDone(node)))
        {
            _finished[node.Name.Value] = (cluster.Now, cluster.OperatorNow);
        }

        // By either clock: the operator's own may jump, which makes the time shorter or longer.
        var settling = TimeSpan.FromSeconds(scenario.Satellites.SettleSeconds);
        var inFlight = computes.Where(node => _begun.Contains(node.Name.Value)
            && (!_finished.TryGetValue(node.Name.Value, out var done) || (cluster.Now - done.True < settling && cluster.OperatorNow - done.Operator < settling))).ToArray();
        return TooMany(inFlight) ?? TooManyServers();
    }

    private string? TooMany(SimulatedNode[] inFlight)
    {
        if (inFlight.Length > scenario.Width)
        {
            return $"rule 3: {string.Join(", ", inFlight.Select(node => node.Name))} in flight, width {scenario.Width}";
        }

        var domains = inFlight.Select(node => node.Spec.FailureDomain).Distinct().ToArray();
        return scenario.IsPerFailureDomain && domains.Length > 1 ? $"rule 3: {string.Join(", ", domains)} are in work at once" : null;
    }

    /// <summary>One server of a component at a time, and no more components than asked for.</summary>
    private string? TooManyServers()
    {
        var held = cluster.Nodes.Where(node => node.Spec.Roles[0] == "controller")
            .SelectMany(node => node.Machine.Units.Values
                .Where(unit => unit is { Hold: not null, Package: not null })
                .Select(unit => (Component: node.Machine.Packages[unit.Package!].Source, node.Name)))
            .Where(one => !cluster.IsStoppedTogether(one.Component))
            .Distinct().ToArray();
        if (held.GroupBy(one => one.Component).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return $"rule 3: {twice.Key} is down on {string.Join(", ", twice.Select(one => one.Name))} at once";
        }

        return held.Length > scenario.ParallelComponents ? $"rule 3: {string.Join(", ", held.Select(one => one.Component))} in work at once" : null;
    }

    private static bool IsDone(SimulatedNode node) =>
        node.Machine.Packages.Values.Where(package => package.Source != "neutron").All(package => package.Version == LabReleases.Versions("birch")[package.Source])
        && node.Machine.Units.Values.All(unit => unit.Package is null || (unit.Hold is null && unit.IsActive));
}
