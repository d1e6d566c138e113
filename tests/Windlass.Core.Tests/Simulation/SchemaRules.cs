using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 2: no component starts on new code before its schema step succeeded; no peer is touched before the pioneer is UP everywhere.</summary>
internal sealed class SchemaRules(SimulatedCluster cluster, PeoplesDrains people)
{
    private readonly HashSet<string> _pioneerUp = [];
    private readonly Dictionary<string, SimulatedNode> _pioneers = [];
    private readonly List<ReleaseComponent> _open = [.. cluster.Birch().Components];
    private int _objects = -1;
    private (int Balancers, int Machines, int Objects) _checkedAt = (-1, -1, -1);

    public string? Broken()
    {
        var present = (cluster.Balancers.Version, cluster.MachineVersion, cluster.Objects.Version);
        if (present != _checkedAt)
        {
            _checkedAt = present;
            NotePioneers();
        }

        return NewCodeTooEarly() ?? PeerTooEarly() ?? WhileSchemasMove();
    }

    private void NotePioneers()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (IsPioneerUp(_open[i]))
            {
                _pioneerUp.Add(_open[i].Name);
                _open.RemoveAt(i);
            }
        }
    }

    private string? NewCodeTooEarly()
    {
        if (cluster.Completed is not { } completed)
        {
            return null;
        }

        foreach (var unit in completed.Node.Machine.Units.Values.Where(unit => unit.IsActive && unit.StartedAt != completed.Before.Units[unit.Name].StartedAt))
        {
            if (unit.Package is { } package && IsNew(completed.Node.Machine.Packages[package]) && ComponentOf(completed.Node, package) is var component && !IsMoved(component))
            {
                return $"rule 2: {unit.Name} on {completed.Node.Name} starts on new code before {component.Name}'s schema moved";
            }
        }

        return null;
    }

    private string? WhileSchemasMove()
    {
        string? moving = null;
        foreach (var node in cluster.Nodes)
        {
            if (node.Running?.Step is not NodeStep.SyncSchema { Phase: not SchemaPhase.UpgradeCheck } step)
            {
                continue;
            }

            // Galera blocks the cluster for each change of a schema.
            if (moving is not null && moving != step.Component)
            {
                return $"rule 2: schemas of {moving}, {step.Component} move at once";
            }

            moving = step.Component;
            if (OldCodeBeside(step) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    /// <summary>Where upstream forbids it, nothing of the component runs while its schema moves.</summary>
    private string? OldCodeBeside(NodeStep.SyncSchema step)
    {
        if (step.Phase is not (SchemaPhase.Expand or SchemaPhase.Migrate) || !cluster.IsStoppedTogether(step.Component))
        {
            return null;
        }

        var running = cluster.Nodes.Where(node => node.Machine.Units.Values.Any(unit => unit.IsActive && unit.Package is { } package && ComponentOf(node, package).Name == step.Component)).ToArray();
        return running.Length == 0 ? null : $"rule 2: {step.Phase} of {step.Component} while it runs on {string.Join(", ", running.Select(node => node.Name))}";
    }

    private string? PeerTooEarly()
    {
        if (cluster.Acted is not { IsBegun: true, Run.Step: NodeStep.Drain or NodeStep.StopAndHold or NodeStep.Install } acted)
        {
            return null;
        }

        var component = StepIds.ComponentOf(acted.Run.Step);

        // On a last visit whatever the node serves goes out of rotation, also what its owner leaves out of the upgrade.
        return (acted.Run.Step is NodeStep.Drain && acted.Order.IsVisited)
            || acted.Order.IsGranted(WorkKind.MoveSchema, component) || cluster.IsStoppedTogether(component) || _pioneerUp.Contains(component)
            || (acted.Order.IsGranted(WorkKind.Halt, component) && !IsBegunElsewhere(component, acted.Order))
            ? null
            : $"rule 2: {component} on {acted.Node.Name} is touched before its pioneer is up everywhere";
    }

    /// <summary>A pioneer may go as far as its schema while another's moves; it is still the only one that is away.</summary>
    private bool IsBegunElsewhere(string component, NodeUpgradeSpec halted)
    {
        foreach (var order in cluster.Objects.Orders)
        {
            if (order.Spec.NodeName != halted.NodeName && (order.Spec.IsGranted(WorkKind.MoveSchema, component) || order.Spec.IsGranted(WorkKind.Halt, component)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsPioneerUp(ReleaseComponent component)
    {
        if (Pioneer(component.Name) is not { } pioneer)
        {
            return false;
        }

        foreach (var (_, package) in pioneer.Machine.Packages)
        {
            if (component.SourcePackages.Contains(package.Source) && !IsNew(package))
            {
                return false;
            }
        }

        return cluster.Balancers.Names.All(name => cluster.Balancers[name].Snapshot().Servers
            .Where(server => server.Backend == component.Name && server.Server == pioneer.Name.Value)
            .All(server => people.Out.ContainsKey((name, server.Ref)) || server.IsInRotation));
    }

    private SimulatedNode? Pioneer(string component)
    {
        if (cluster.Objects.Version != _objects)
        {
            _objects = cluster.Objects.Version;
            foreach (var order in cluster.Objects.Orders)
            {
                foreach (var grant in order.Spec.Grants)
                {
                    if (grant.Work == WorkKind.MoveSchema)
                    {
                        _pioneers.TryAdd(grant.Component, cluster.Node(order.Spec.NodeName));
                    }
                }
            }
        }

        return _pioneers.GetValueOrDefault(component);
    }

    private bool IsMoved(ReleaseComponent component) =>
        cluster.Database.Has(component.Name, SchemaPhase.Expand) && (component.Schema?.Migrate is null || cluster.Database.Has(component.Name, SchemaPhase.Migrate));

    private static bool IsNew(SimulatedPackage package) => package.Version == LabReleases.Versions("birch")[package.Source];

    private ReleaseComponent ComponentOf(SimulatedNode node, string package) =>
        cluster.Birch().Components.First(component => component.SourcePackages.Contains(node.Machine.Packages[package].Source));
}
