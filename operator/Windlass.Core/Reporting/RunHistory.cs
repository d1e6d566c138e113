using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>
/// The last runs of a cluster before an upgrade, in its own status: who has deleted the old objects still sees what was run. Each object hands
/// what it knows on to the next.
/// </summary>
internal static class RunHistory
{
    /// <summary>Runs that are kept.</summary>
    private const int MostKept = 5;

    /// <summary>Oldest first; the same array when nothing is new. What ends after this upgrade is no history of it.</summary>
    public static ImmutableArray<PastRun> Of(UpgradeView view)
    {
        var status = view.Upgrade.Status;
        var known = status?.History ?? [];
        if (status is { CompletionTime: not null } || view.Upgrades.Length < 2)
        {
            return known;
        }

        var name = view.Upgrade.Metadata.Name;
        var runs = view.Upgrades.Where(other => other.Metadata.Name != name).SelectMany(other => (other.Status?.History ?? []).Concat(Ended(other)))
            .Concat(known)
            .Where(run => run.Upgrade != name || run.StartTime != status?.StartTime)
            .DistinctBy(static run => (run.Upgrade, run.StartTime))
            .OrderByDescending(static run => run.CompletionTime).ThenBy(static run => run.Upgrade, StringComparer.Ordinal)
            .Take(MostKept)
            .Reverse()
            .ToImmutableArray();
        return runs.AsSpan().SequenceEqual(known.AsSpan()) ? known : runs;
    }

    private static IEnumerable<PastRun> Ended(ClusterUpgrade upgrade) => upgrade.Status is { StartTime: { } began, CompletionTime: { } ended } status
        ?
        [
            new PastRun
            {
                Upgrade = upgrade.Metadata.Name,
                FromRelease = status.FromRelease,
                TargetRelease = upgrade.Spec.TargetRelease,
                Result = status.Conditions.FirstOrDefault(static condition => condition.Type == "Ready")?.Reason ?? "",
                StartTime = began,
                CompletionTime = ended,
                Nodes = status.Nodes?.Summary,
                StepsRun = status.StepsRun,
                PlanHash = status.PlanHash,
            },
        ]
        : [];
}
