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
    public static HistoryLine Of(ClusterUpgrade upgrade)
    {
        var status = upgrade.Status;
        var ready = (status?.Conditions ?? []).FirstOrDefault(condition => condition.Type == "Ready");
        return new HistoryLine(
            upgrade.Metadata.Name, status?.FromRelease ?? "", upgrade.Spec.TargetRelease, ready?.Reason ?? "NotObserved",
            status?.StartTime, status?.CompletionTime, status?.Nodes?.Summary ?? "", status?.Nodes?.Failed ?? 0, status?.StepsRun ?? 0);
    }
}
