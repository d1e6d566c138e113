using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Plugin;

/// <summary>One upgrade of a cluster's past, or the one at work.</summary>
/// <param name="Upgrade">Name.</param>
/// <param name="From">Release before; empty: not known.</param>
/// <param name="Target">Release wanted.</param>
/// <param name="Result">Reason of its condition Ready.</param>
/// <param name="Started">First grant.</param>
/// <param name="Completed">End.</param>
/// <param name="Nodes">Nodes at the target out of all.</param>
/// <param name="Failed">Stalled nodes.</param>
/// <param name="Steps">Steps run, retries included.</param>
internal sealed record HistoryLine(
    string Upgrade, string From, string Target, string Result, DateTimeOffset? Started, DateTimeOffset? Completed, string Nodes, int Failed, long Steps)
{
    /// <summary>The upgrades that are there, and those that they remember; the latest last.</summary>
    public static ImmutableArray<HistoryLine> All(ImmutableArray<ClusterUpgrade> upgrades)
    {
        var present = upgrades.OrderBy(upgrade => upgrade.Metadata.CreationTimestamp).Select(Of).ToImmutableArray();
        var gone = upgrades.SelectMany(upgrade => upgrade.Status?.History ?? []).Select(Gone).DistinctBy(line => (line.Upgrade, line.Started))
            .Where(line => !present.Any(other => other.Upgrade == line.Upgrade && other.Started == line.Started))
            .OrderBy(line => line.Started);
        return [.. gone, .. present];
    }

    private static HistoryLine Gone(PastRun run) => new(
        run.Upgrade, run.FromRelease ?? "", run.TargetRelease, run.Result, run.StartTime, run.CompletionTime, run.Nodes ?? "", Failed: 0, run.StepsRun);

    /// <summary>One that is there.</summary>
    public static HistoryLine Of(ClusterUpgrade upgrade)
    {
        var status = upgrade.Status;
        var ready = (status?.Conditions ?? []).FirstOrDefault(condition => condition.Type == "Ready");
        return new HistoryLine(
            upgrade.Metadata.Name, status?.FromRelease ?? "", upgrade.Spec.TargetRelease, ready?.Reason ?? "NotObserved",
            status?.StartTime, status?.CompletionTime, status?.Nodes?.Summary ?? "", status?.Nodes?.Failed ?? 0, status?.StepsRun ?? 0);
    }
}
