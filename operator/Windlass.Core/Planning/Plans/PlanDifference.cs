using System.Collections.Immutable;
using Windlass.Core.Api.Plans;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Planning.Plans;

/// <summary>Says in words what has changed between two plans.</summary>
public static class PlanDifference
{
    private const int NamedPackages = 8;

    /// <summary>Sentences without an end, separated by semicolons; never empty.</summary>
    /// <param name="before">The plan that was.</param>
    /// <param name="after">The plan that is.</param>
    public static string Between(UpgradePlanSpec before, UpgradePlanSpec after)
    {
        string[] found =
        [
            .. Changed("target release", before.TargetRelease, after.TargetRelease),
            .. Changed("release to come from", before.FromRelease, after.FromRelease),
            .. before.ReleaseDigest == after.ReleaseDigest || before.TargetRelease != after.TargetRelease ? [] : new[] { $"ClusterRelease {after.TargetRelease} was edited" },
            .. before.PolicyDigest == after.PolicyDigest ? [] : new[] { "spec.strategy, skipComponents or skipChecks was edited" },
            .. Names("nodes added", Nodes(after).Except(Nodes(before))),
            .. Names("nodes removed", Nodes(before).Except(Nodes(after))),
            .. Packages(before, after),
            .. Names("APIs away that were not", after.ApisAway.Except(before.ApisAway)),
            .. Waves(before, after),
        ];
        return found.Length == 0 ? "a node's role, place or schema has changed" : string.Join("; ", found);
    }

    private static IEnumerable<string> Changed(string what, string before, string after) => before == after ? [] : [$"{what} {before} -> {after}"];

    private static IEnumerable<string> Names(string what, IEnumerable<string> names) =>
        names.Order(StringComparer.Ordinal).ToImmutableArray() is { IsEmpty: false } found ? [$"{what}: {UpgradeAdmission.Names(found)}"] : [];

    private static IEnumerable<string> Nodes(UpgradePlanSpec plan) => plan.Nodes.SelectMany(group => group.Names);

    private static IEnumerable<string> Packages(UpgradePlanSpec before, UpgradePlanSpec after)
    {
        var (old, now) = (Changes(before), Changes(after));
        var found = now.Except(old).Select(change => $"+ {change}").Concat(old.Except(now).Select(change => $"- {change}")).ToImmutableArray();
        return found.IsEmpty ? [] : [$"packages: {string.Join(", ", found.Take(NamedPackages))}{(found.Length > NamedPackages ? $" and {found.Length - NamedPackages} more" : "")}"];
    }

    private static ImmutableSortedSet<string> Changes(UpgradePlanSpec plan) =>
    [
        .. plan.Nodes.SelectMany(group => group.Packages).Select(package => $"{package.Name} {(package.From.Length == 0 ? "new" : package.From)} -> {(package.To.Length == 0 ? "known after staging" : package.To)}"),
    ];

    private static IEnumerable<string> Waves(UpgradePlanSpec before, UpgradePlanSpec after)
    {
        var (old, now) = (before.Waves.Select(Text).ToImmutableArray(), after.Waves.Select(Text).ToImmutableArray());
        if (old.SequenceEqual(now))
        {
            return [];
        }

        var first = Enumerable.Range(0, Math.Max(old.Length, now.Length)).First(i => i >= old.Length || i >= now.Length || old[i] != now[i]);
        return [$"waves: {old.Length} -> {now.Length}, wave {first + 1}: {(first < old.Length ? old[first] : "none")} -> {(first < now.Length ? now[first] : "none")}"];
    }

    private static string Text(PlannedWave wave) => $"{wave.Stage} {wave.Components}".TrimEnd() + $" [{UpgradeAdmission.Names(wave.Nodes)}]";
}
