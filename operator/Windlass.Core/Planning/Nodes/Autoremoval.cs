using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>
/// Removes at the end what only the old release needed, where people want that. No drain: the node names nothing that a running program uses.
/// </summary>
public static class Autoremoval
{
    /// <summary>How the message of a removal begins.</summary>
    internal const string Removing = "removing what nothing needs any more";

    private const int NamedPackages = 10;

    /// <summary>What to ask the node besides, when its order has come that far.</summary>
    /// <param name="request">What is asked anyway.</param>
    /// <param name="order">Its order.</param>
    /// <param name="release">The target.</param>
    public static ObservationRequest Asked(ObservationRequest request, NodeUpgradeSpec order, ClusterReleaseSpec release) =>
        IsWanted(order) ? request with { UnneededBy = RunOf(order), KeptSources = KeptSources(release) } : request;

    /// <summary>What a node notes of its packages is noted for this: an upgrade may go on to another release under its name.</summary>
    internal static string RunOf(NodeUpgradeSpec order) => $"{order.UpgradeName}@{order.TargetRelease}";

    /// <summary>The removal that is due now; null: none.</summary>
    internal static NodeDecision? Next(NodeView view, ImmutableArray<ComponentFacts> components)
    {
        if (!IsWanted(view.Order) || view.Observation.Packaging.Unneeded is { IsEmpty: true })
        {
            return null;
        }

        var packages = view.Observation.Packaging.Unneeded ?? [];
        var step = new NodeStep.Autoremove(
            RunOf(view.Order), packages, [.. components.SelectMany(facts => facts.UnitNames)], KeptSources(view.Release));
        return NodeWork.UnlessLocked(view, step, packages.IsEmpty ? "asking APT what nothing needs any more" : $"{Removing}: {Names(packages)}");
    }

    /// <summary>Nothing is left to remove.</summary>
    internal static bool IsDone(NodeView view) => IsWanted(view.Order) && view.Observation.Packaging.Unneeded is { IsEmpty: true };

    private static bool IsWanted(NodeUpgradeSpec order) => order.Autoremove == AutoremovePolicy.AtEnd && order.IsGranted(WorkKind.Finish);

    /// <summary>Components go by releases, and held packages by people: neither by what APT thinks of them.</summary>
    private static ImmutableArray<string> KeptSources(ClusterReleaseSpec release) =>
        [.. release.Components.SelectMany(component => component.SourcePackages).Concat(release.HeldSourcePackages.Select(held => held.SourcePackage)).Distinct()];

    private static string Names(ImmutableArray<string> packages) =>
        string.Join(", ", packages.Take(NamedPackages)) + (packages.Length > NamedPackages ? $" and {packages.Length - NamedPackages} more" : "");
}
