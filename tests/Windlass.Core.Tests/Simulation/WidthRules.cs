using Windlass.Core.Identities;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 3: never more nodes in flight than width and failure domain allow.</summary>
internal sealed class WidthRules(SimulatedCluster cluster, Scenario scenario)
{
    private readonly Dictionary<string, (DateTimeOffset True, DateTimeOffset Operator)> _finished = [];
    private readonly HashSet<string> _begun = [];
    private readonly HashSet<string> _stalled = [];

    private readonly SimulatedNode[] _computes = [.. cluster.Nodes.Where(node => node.Spec.Roles[0] == "compute")];
    private readonly SimulatedNode[] _controllers = [.. cluster.Nodes.Where(node => node.Spec.Roles[0] == "controller")];

    private int _machines = -1;

    public string? Broken()
    {
        // Time alone lets nodes settle, which breaks nothing.
        var isChanged = cluster.MachineVersion != _machines;
        if (!isChanged && cluster.Acted is not { IsBegun: true })
        {
            return null;
        }

        _machines = cluster.MachineVersion;
        if (cluster.Acted is { IsBegun: true, Run.Step: NodeStep.StopAndHold step } acted && acted.Node.Spec.Roles[0] == "compute" && !cluster.IsStoppedTogether(step.Component))
        {
            _begun.Add(acted.Node.Name.Value);
        }

        return (_computes.Length == 0 ? null : TooMany(InFlight())) ?? (isChanged ? TooManyServers() : null);
    }

    private SimulatedNode[] InFlight()
    {
        foreach (var node in _computes.Where(node => _begun.Contains(node.Name.Value) && !_finished.ContainsKey(node.Name.Value) && IsDone(node)))
        {
            _finished[node.Name.Value] = (cluster.Now, cluster.OperatorNow);
        }

        // By either clock: the operator's own may jump, which makes the time shorter or longer.
        var settling = TimeSpan.FromSeconds(scenario.Satellites.SettleSeconds);
        return [.. _computes.Where(node => _begun.Contains(node.Name.Value)
            && (!_finished.TryGetValue(node.Name.Value, out var done) || (cluster.Now - done.True < settling && cluster.OperatorNow - done.Operator < settling)))];
    }

    private string? TooMany(SimulatedNode[] inFlight)
    {
        // Whoever was given up for now holds no place in the window, but its failure domain, also when it goes on later.
        _stalled.UnionWith(inFlight.Select(node => node.Name.Value).Where(name => cluster.Objects.Order(name).IsStalled()));
        var places = inFlight.Where(node => !_stalled.Contains(node.Name.Value)).ToArray();
        if (places.Length > scenario.Width)
        {
            return $"rule 3: {string.Join(", ", places.Select(node => node.Name))} in flight, width {scenario.Width}";
        }

        var domains = inFlight.Select(node => node.Spec.FailureDomain).Distinct().ToArray();
        return scenario.IsPerFailureDomain && domains.Length > 1 ? $"rule 3: {string.Join(", ", domains)} are in work at once" : null;
    }

    /// <summary>One server of a component at a time, and no more components than asked for.</summary>
    private string? TooManyServers()
    {
        var held = new HashSet<(string Component, NodeName Name)>();
        foreach (var node in _controllers)
        {
            foreach (var (_, unit) in node.Machine.Units)
            {
                if (unit is { Hold: not null, Package: { } package } && node.Machine.Packages[package].Source is var component && !cluster.IsStoppedTogether(component))
                {
                    held.Add((component, node.Name));
                }
            }
        }

        if (held.GroupBy(one => one.Component).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return $"rule 3: {twice.Key} is down on {string.Join(", ", twice.Select(one => one.Name))} at once";
        }

        return held.Count > scenario.ParallelComponents ? $"rule 3: {string.Join(", ", held.Select(one => one.Component))} in work at once" : null;
    }

    private bool IsDone(SimulatedNode node) =>
        node.Machine.Packages.Values.Where(package => !scenario.Spec.SkipComponents.Contains(package.Source)).All(package => package.Version == LabReleases.Versions("birch")[package.Source])
        && node.Machine.Units.Values.All(unit => unit.Package is null || (unit.Hold is null && unit.IsActive));
}
