using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 2: no component starts on new code before its schema step succeeded; no peer is touched before the pioneer is UP everywhere.</summary>
internal sealed class SchemaRules(SimulatedCluster cluster, PeoplesDrains people)
{
    private readonly HashSet<string> _pioneerUp = [];

    public string? Broken()
    {
        foreach (var component in cluster.Birch().Components.Where(component => !_pioneerUp.Contains(component.Name) && IsPioneerUp(component)))
        {
            _pioneerUp.Add(component.Name);
        }

        return NewCodeTooEarly() ?? OldCodeBeside() ?? PeerTooEarly() ?? TwoAtOnce();
    }

    private string? NewCodeTooEarly()
    {
        if (cluster.Completed is not { } completed)
        {
            return null;
        }

        foreach (var unit in completed.Node.Machine.Units.Values.Where(unit => unit.IsActive && unit.StartedAt != completed.Before.Units[unit.Name].StartedAt))
        {
            if (unit.Package is { } package && IsNew(completed.Node, package) && ComponentOf(completed.Node, package) is var component && !IsMoved(component))
            {
                return $"rule 2: {unit.Name} on {completed.Node.Name} starts on new code before {component.Name}'s schema moved";
            }
        }

        return null;
    }

    /// <summary>Where upstream forbids it, nothing of the component runs while its schema moves.</summary>
    private string? OldCodeBeside()
    {
        foreach (var step in cluster.Nodes.Select(node => node.Running?.Step).OfType<NodeStep.SyncSchema>().Where(step => step.Phase is SchemaPhase.Expand or SchemaPhase.Migrate && cluster.IsStoppedTogether(step.Component)))
        {
            var running = cluster.Nodes.Where(node => node.Machine.Units.Values.Any(unit => unit.IsActive && unit.Package is { } package && ComponentOf(node, package).Name == step.Component)).ToArray();
            if (running.Length > 0)
            {
                return $"rule 2: {step.Phase} of {step.Component} while it runs on {string.Join(", ", running.Select(node => node.Name))}";
            }
        }

        return null;
    }

    private string? PeerTooEarly()
    {
        if (cluster.Acted is not { IsBegun: true, Run.Step: NodeStep.Drain or NodeStep.StopAndHold or NodeStep.Install } acted)
        {
            return null;
        }

        var component = StepIds.ComponentOf(acted.Run.Step);
        return acted.Order.IsGranted(WorkKind.MoveSchema, component) || cluster.IsStoppedTogether(component) || _pioneerUp.Contains(component)
            ? null
            : $"rule 2: {component} on {acted.Node.Name} is touched before its pioneer is up everywhere";
    }

    /// <summary>Galera blocks the cluster for each change of a schema.</summary>
    private string? TwoAtOnce()
    {
        var running = cluster.Nodes.Select(node => node.Running?.Step).OfType<NodeStep.SyncSchema>().Select(step => step.Component).Distinct().ToArray();
        return running.Length <= 1 ? null : $"rule 2: schemas of {string.Join(", ", running)} move at once";
    }

    private bool IsPioneerUp(ReleaseComponent component)
    {
        var pioneer = cluster.Objects.Orders.FirstOrDefault(order => order.Spec.IsGranted(WorkKind.MoveSchema, component.Name))?.Spec.NodeName;
        return pioneer is not null
            && cluster.Node(pioneer).Machine.Packages.Values.Where(package => component.SourcePackages.Contains(package.Source)).All(package => IsNew(cluster.Node(pioneer), package.Name))
            && cluster.Balancers.Names.All(name => cluster.Balancers[name].Snapshot().Servers
                .Where(server => server.Backend == component.Name && server.Server == pioneer)
                .All(server => people.Out.Contains((name, server.Ref)) || server.IsInRotation));
    }

    private bool IsMoved(ReleaseComponent component) =>
        cluster.Database.Has(component.Name, SchemaPhase.Expand) && (component.Schema?.Migrate is null || cluster.Database.Has(component.Name, SchemaPhase.Migrate));

    private static bool IsNew(SimulatedNode node, string package) => node.Machine.Packages[package] is var found && found.Version == LabReleases.Versions("birch")[found.Source];

    private ReleaseComponent ComponentOf(SimulatedNode node, string package) =>
        cluster.Birch().Components.First(component => component.SourcePackages.Contains(node.Machine.Packages[package].Source));
}
