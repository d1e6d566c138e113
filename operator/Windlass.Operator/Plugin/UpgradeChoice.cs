using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Plugin;

/// <summary>Which upgrade a person means who names none: the one at work, else the last one.</summary>
internal static class UpgradeChoice
{
    /// <param name="upgrades">All of a namespace.</param>
    /// <param name="name">The name that was given; null: none.</param>
    /// <param name="space">The namespace, for what is said.</param>
    /// <param name="problem">Why there is none, and what to do.</param>
    public static ClusterUpgrade? Of(IEnumerable<ClusterUpgrade> upgrades, string? name, string space, out string? problem)
    {
        var byAge = upgrades.OrderBy(upgrade => upgrade.Metadata.CreationTimestamp).ThenBy(upgrade => upgrade.Metadata.Name, StringComparer.Ordinal).ToImmutableArray();
        var found = name is null
            ? byAge.FirstOrDefault(upgrade => upgrade.Status?.CompletionTime is null) ?? byAge.LastOrDefault()
            : byAge.FirstOrDefault(upgrade => upgrade.Metadata.Name == name);
        problem = found is not null ? null
            : byAge.IsEmpty ? $"no ClusterUpgrade in namespace {space}: apply one, or name another namespace with -n"
            : $"no ClusterUpgrade {name} in namespace {space}: there {(byAge.Length == 1 ? "is" : "are")} {string.Join(", ", byAge.Select(upgrade => upgrade.Metadata.Name))}";
        return found;
    }
}
