using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Which nodes go first.</summary>
internal static class Canaries
{
    /// <summary>Those that people chose, by name or label; else as many as they want, in the order in which nodes are taken.</summary>
    /// <typeparam name="T">A node as the caller knows it.</typeparam>
    /// <param name="canary">What people want.</param>
    /// <param name="nodes">Nodes of one role, in the order in which they are taken.</param>
    /// <param name="node">Its declaration.</param>
    public static ImmutableArray<T> Among<T>(CanaryStrategy canary, ImmutableArray<T> nodes, Func<T, ClusterNode> node) =>
        IsCounted(canary) ? [.. nodes.Take(canary.Nodes)] : [.. nodes.Where(one => IsChosen(canary, node(one)))];

    /// <summary>The same canaries, and they come first in the order: for whoever only counts.</summary>
    /// <param name="policy">Policy of their role.</param>
    /// <param name="nodes">Nodes of the role, in the order in which they are taken; those that come first are put in front.</param>
    /// <param name="node">Its declaration.</param>
    public static SatelliteStrategy InFront<T>(SatelliteStrategy policy, ref ImmutableArray<T> nodes, Func<T, ClusterNode> node)
    {
        if (policy.Canary is not { } canary || IsCounted(canary))
        {
            return policy;
        }

        var first = Among(canary, nodes, node);
        nodes = [.. first, .. nodes.Except(first)];
        return policy with { Canary = first.IsEmpty ? null : canary with { Nodes = first.Length } };
    }

    /// <summary>What is wrong with the canaries of the strategy; null: nothing.</summary>
    public static string? Problem(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var strategy = view.Upgrade.Spec.Strategy;
        if (strategy.CanaryRole is { } first && !slots.Any(slot => slot.Role == first.Role))
        {
            return $"strategy.canaryRole: no selected node has {first.Role} as its first role; first roles here: {string.Join(", ", slots.Select(slot => slot.Role).Distinct().Order(StringComparer.Ordinal))}";
        }

        foreach (var (role, policy) in strategy.Satellites)
        {
            if (policy.Canary is { } canary && !IsCounted(canary) && Problem(canary, role, view, slots) is { } problem)
            {
                return $"strategy.satellites[{role}].canary: {problem}";
            }
        }

        return null;
    }

    private static string? Problem(CanaryStrategy canary, string role, UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var strangers = canary.Names.Where(name => !view.Nodes.Any(node => node.Metadata.Name == name && node.Spec.Roles is [var first, ..] && first == role)).ToImmutableArray();
        if (!strangers.IsEmpty)
        {
            return $"no ClusterNode with {role} as its first role has the name {UpgradeAdmission.Names(strangers)}";
        }

        return slots.Any(slot => slot.Role == role && IsChosen(canary, slot.Node))
            ? null
            : $"none of its nodes takes part ({Chosen(canary)}): choose others of the role {role}, or take one in (spec.nodeSelector, suspended)";
    }

    private static string Chosen(CanaryStrategy canary) => string.Join(
        ", ", canary.Names.Select(name => $"name {name}").Concat(canary.NodeSelector.Select(label => $"label {label.Key}={label.Value}")));

    private static bool IsCounted(CanaryStrategy canary) => canary.Names.IsEmpty && canary.NodeSelector.IsEmpty;

    private static bool IsChosen(CanaryStrategy canary, ClusterNode node) => canary.Names.Contains(node.Metadata.Name)
        || (!canary.NodeSelector.IsEmpty && NodeSelection.HasLabels(canary.NodeSelector, node));
}
