using Windlass.Core.Api.Releases;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>
/// Rule 2, between components: nothing of a component is touched before what it comes after has new code on every server, nor before the
/// pioneer of what it follows has it and, on the same node, before that is new there.
/// </summary>
internal sealed class OrderRules(SimulatedCluster cluster)
{
    public string? Broken()
    {
        if (cluster.Acted is not { IsBegun: true, Run.Step: NodeStep.Drain or NodeStep.StopAndHold or NodeStep.Install } acted)
        {
            return null;
        }

        var name = StepIds.ComponentOf(acted.Run.Step);
        var component = cluster.Birch().Components.First(component => component.Name == name);
        return !IsServing(acted.Node, component) || HasBegun(acted.Node, component) ? null : TooEarly(acted.Node, component);
    }

    private string? TooEarly(SimulatedNode node, ReleaseComponent component)
    {
        foreach (var before in component.After.Select(Find))
        {
            if (Servers(before).FirstOrDefault(server => !IsNew(server, before)) is { } old)
            {
                return $"rule 2: {component.Name} on {node.Name} is touched while {before.Name} is old on {old.Name}";
            }
        }

        foreach (var before in component.AfterPioneer.Select(Find))
        {
            if (!Servers(before).Any(server => IsNew(server, before)) || !IsNew(node, before))
            {
                return $"rule 2: {component.Name} on {node.Name} is touched before {before.Name} is new there";
            }
        }

        return null;
    }

    /// <summary>What was begun is finished, whatever people have broken meanwhile.</summary>
    private static bool HasBegun(SimulatedNode node, ReleaseComponent component) => node.Machine.Units.Values.Any(unit =>
        unit is { Hold: not null, Package: { } package } && component.SourcePackages.Contains(node.Machine.Packages[package].Source)) || IsNew(node, component);

    private static bool IsNew(SimulatedNode node, ReleaseComponent component) => node.Machine.Packages.Values
        .Where(package => component.SourcePackages.Contains(package.Source)).All(package => package.Version == LabReleases.Versions("birch")[package.Source]);

    private static bool IsServing(SimulatedNode node, ReleaseComponent component) =>
        component.ControlPlane is { } plane && node.Spec.Roles.Contains(plane.Role) && node.Machine.Packages.Values.Any(package => component.SourcePackages.Contains(package.Source));

    private IEnumerable<SimulatedNode> Servers(ReleaseComponent component) => cluster.Nodes.Where(node => IsServing(node, component));

    private ReleaseComponent Find(string name) => cluster.Birch().Components.First(component => component.Name == name);
}
