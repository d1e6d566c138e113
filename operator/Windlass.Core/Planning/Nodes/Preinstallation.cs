using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Installs what the node's components will need and is of none of them, where people want that beforehand.</summary>
internal static class Preinstallation
{
    /// <summary>
    /// The step that is still to be run on a node that is switched and has everything downloaded; null: none. Once a component was begun it
    /// is too late: what is left comes with the components, and the ledger does not remember for ever.
    /// </summary>
    public static NodeStep.Preinstall? Due(NodeView view, ImmutableArray<ComponentFacts> components)
    {
        if (view.Order.Dependencies != DependencyPolicy.Preinstall || components.All(facts => !facts.IsBehind) || components.Any(facts => !facts.IsUntouched))
        {
            return null;
        }

        var step = new NodeStep.Preinstall(
            view.Order.UpgradeName,
            [.. components.SelectMany(facts => facts.Pins)],
            [.. components.SelectMany(facts => facts.UnitNames)],
            [.. view.Release.Components.SelectMany(component => component.SourcePackages).Concat(view.Release.HeldSourcePackages.Select(held => held.SourcePackage)).Distinct()])
        {
            Removable = view.Release.RemovablePackages,
            MigrationQuestions = view.Release.MigrationQuestions,
        };
        return StepTries.HasSucceeded(view, step) ? null : step;
    }
}
