using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;

namespace Windlass.Operator.Metrics;

/// <summary>Draws the picture behind the state gauges from the stored objects alone, so that a restart loses nothing of it.</summary>
internal static class UpgradePicture
{
    /// <summary>The picture of everything a leader knows.</summary>
    /// <param name="upgrades">Every upgrade.</param>
    /// <param name="orders">Every work order.</param>
    /// <param name="nodes">Every node.</param>
    public static MetricsSnapshot Of(IEnumerable<ClusterUpgrade> upgrades, IEnumerable<NodeUpgrade> orders, IEnumerable<ClusterNode> nodes)
    {
        var byUpgrade = orders.ToLookup(order => (order.Metadata.Namespace, order.Spec.UpgradeName));
        var suspended = nodes.Where(node => node.Spec.Suspended).ToLookup(node => node.Metadata.Namespace);
        return new MetricsSnapshot(
            IsLeader: true,
            [
                .. upgrades.Select(upgrade => Of(
                    upgrade, [.. byUpgrade[(upgrade.Metadata.Namespace, upgrade.Metadata.Name)]], [.. suspended[upgrade.Metadata.Namespace]])),
            ]);
    }

    private static UpgradeMetrics Of(ClusterUpgrade upgrade, ImmutableArray<NodeUpgrade> orders, ImmutableArray<ClusterNode> suspended)
    {
        var status = upgrade.Status;
        return new UpgradeMetrics(upgrade.Metadata.Namespace ?? "", upgrade.Metadata.Name)
        {
            FromRelease = status?.FromRelease ?? "",
            TargetRelease = upgrade.Spec.TargetRelease,
            ApprovalMode = "Automatic",
            IsInProgress = status is { StartTime: not null, CompletionTime: null },
            Conditions = [.. (status?.Conditions ?? []).Select(condition => new ConditionMetric(condition.Type, condition.Status))],
            Nodes = Counts(orders, suspended),
            Steps = [.. orders.Where(IsInFlight).Select(Step)],
            Unreachable = [.. orders.SelectMany(Unreachable)],
            Drained = [.. orders.SelectMany(Drained).Distinct()],
        };
    }

    private static ImmutableArray<NodeCount> Counts(ImmutableArray<NodeUpgrade> orders, ImmutableArray<ClusterNode> suspended) =>
    [
        .. orders.Select(order => (order.Spec.Role, State: StateOf(order)))
            .Concat(suspended.Select(node => (Role: node.Spec.Roles.FirstOrDefault() ?? "", State: "skipped")))
            .CountBy(node => node)
            .Select(count => new NodeCount(count.Key.Role, count.Key.State, count.Value)),
    ];

    private static string StateOf(NodeUpgrade order)
    {
        var status = order.Status;
        if (status is null)
        {
            return "pending";
        }

        if (Find(order, "Reachable") is { Status: ConditionStatus.False })
        {
            return "unreachable";
        }

        if (Find(order, "Stalled") is not null)
        {
            return "failed";
        }

        if (status.Components.All(component => component.State == ComponentState.AtTarget))
        {
            return "updated";
        }

        if (status.Step is not null)
        {
            return "updating";
        }

        return status.IsPrepared ? "staged" : "pending";
    }

    private static bool IsInFlight(NodeUpgrade order) => order.Status?.Step is not null || Find(order, "Stalled") is not null;

    private static NodeStepMetric Step(NodeUpgrade order)
    {
        var step = order.Status?.Step;
        return new NodeStepMetric(order.Spec.NodeName, order.Spec.Role, step?.Name ?? "", step?.StartTime, Find(order, "Stalled")?.Reason);
    }

    private static IEnumerable<UnreachableNode> Unreachable(NodeUpgrade order) =>
        Find(order, "Reachable") is { Status: ConditionStatus.False } condition
            ? [new UnreachableNode(order.Spec.NodeName, order.Spec.Role, condition.Reason)]
            : [];

    private static IEnumerable<DrainedBackend> Drained(NodeUpgrade order) => (order.Status?.Drains ?? []).Select(drain => new DrainedBackend(
        order.Spec.NodeName, drain.Backend, drain.Before == AdminState.Ready ? DrainOwner.Operator : DrainOwner.Foreign));

    private static Condition? Find(NodeUpgrade order, string type) => order.Status?.Conditions.FirstOrDefault(condition => condition.Type == type);
}
