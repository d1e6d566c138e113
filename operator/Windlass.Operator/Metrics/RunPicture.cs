using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Metrics;

/// <summary>Draws the part of the picture that tells of a run as a whole, from the stored objects alone.</summary>
internal static class RunPicture
{
    /// <summary>The run of an upgrade.</summary>
    /// <param name="upgrade">The upgrade.</param>
    /// <param name="orders">Its work orders.</param>
    public static RunMetrics Of(ClusterUpgrade upgrade, ImmutableArray<NodeUpgrade> orders)
    {
        var status = upgrade.Status;
        return new RunMetrics
        {
            StartedAt = status?.StartTime,
            CompletedAt = status?.CompletionTime,
            ExpectedEnd = status?.Eta,
            Clocks = status?.Clocks,

            // After the end a shut window keeps nobody waiting.
            Windows = status?.CompletionTime is null ? upgrade.Spec.MaintenanceWindows : [],
            DrainLimit = status?.CompletionTime is null ? TimeSpan.FromSeconds(upgrade.Spec.Strategy.ControlPlane.DrainTimeoutSeconds) : null,
            Budget = orders.IsEmpty || status?.CompletionTime is not null
                ? null
                : new BudgetMetric(upgrade.Spec.Strategy.FailureBudget.Allowed(orders.Length), orders.Count(IsStalled)),
            Checks = [.. Checks(orders)],
            LeftBehind = IsEnding(status) ? [.. orders.Where(HasSomethingOfOurs).Select(order => new LeftBehindNode(order.Spec.NodeName, order.Spec.Role))] : [],
        };
    }

    private static IEnumerable<CheckCount> Checks(ImmutableArray<NodeUpgrade> orders) =>
        from found in orders.SelectMany(order => (order.Status?.FailedChecks ?? []).Select(check => (check.Check, check.Severity)).Distinct())
        group found by found into alike
        orderby alike.Key
        select new CheckCount(alike.Key.Check.ToString(), alike.Key.Severity.ToString(), alike.Count());

    private static bool IsStalled(NodeUpgrade order) =>
        order.Status?.Conditions.Any(condition => condition is { Type: "Stalled", Status: ConditionStatus.True }) ?? false;

    /// <summary>While it runs, every node has something of ours.</summary>
    private static bool IsEnding(ClusterUpgradeStatus? status) => status is { CompletionTime: not null } or { Stage: UpgradeStage.Finalizing };

    private static bool HasSomethingOfOurs(NodeUpgrade order) => order.Status is { IsGivenBack: false, StepsRun: > 0 } or { Drains.IsEmpty: false };
}
