using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Metrics;

/// <summary>Draws the picture behind the state gauges from the stored objects alone, so that a restart loses nothing of it.</summary>
internal static class UpgradePicture
{
    /// <summary>The picture of what a replica is to show.</summary>
    /// <param name="upgrades">Every upgrade.</param>
    /// <param name="orders">Every work order.</param>
    /// <param name="nodes">Every node.</param>
    /// <param name="releases">Every release.</param>
    /// <param name="frame">What of it.</param>
    public static MetricsSnapshot Of(
        IEnumerable<ClusterUpgrade> upgrades, IEnumerable<NodeUpgrade> orders, IEnumerable<ClusterNode> nodes, IEnumerable<ClusterRelease> releases, PictureFrame frame)
    {
        var byUpgrade = orders.ToLookup(order => (order.Metadata.Namespace, order.Spec.UpgradeName));
        var byPlace = nodes.ToLookup(node => node.Metadata.Namespace);
        var byName = releases.ToLookup(release => (release.Metadata.Namespace, release.Metadata.Name));
        return new MetricsSnapshot(
            frame.IsLeader,
            [
                .. upgrades.Select(upgrade => Of(
                    upgrade, [.. byUpgrade[(upgrade.Metadata.Namespace, upgrade.Metadata.Name)]], [.. byPlace[upgrade.Metadata.Namespace]],
                    byName[(upgrade.Metadata.Namespace, upgrade.Spec.TargetRelease)].FirstOrDefault(), frame)),
            ])
        {
            Shards = frame.Shards,
        };
    }

    private static UpgradeMetrics Of(ClusterUpgrade upgrade, ImmutableArray<NodeUpgrade> orders, ImmutableArray<ClusterNode> nodes, ClusterRelease? release, PictureFrame frame)
    {
        var status = upgrade.Status;
        ImmutableArray<NodeUpgrade> ours = [.. orders.Where(order => frame.IsOurs(new ResourceKey(order.Metadata.Namespace ?? "", order.Spec.NodeName)))];
        return new UpgradeMetrics(upgrade.Metadata.Namespace ?? "", upgrade.Metadata.Name)
        {
            IsLed = frame.IsLeader,
            FromRelease = status?.FromRelease ?? "",
            TargetRelease = upgrade.Spec.TargetRelease,
            ApprovalMode = upgrade.Spec.Approval.Mode.ToString(),
            Run = RunPicture.Of(upgrade, orders),
            IsInProgress = status is { StartTime: not null, CompletionTime: null },
            Conditions = [.. (status?.Conditions ?? []).Select(condition => new ConditionMetric(condition.Type, condition.Status, condition.Reason))],
            WaitsFor = WaitsFor(status),
            LastProgress = status?.LastProgressTime ?? status?.StartTime,
            SchemaWindows = [.. (status?.OpenSchemaWindows ?? []).Select(window =>
                new SchemaWindowMetric(window.Component, window.Since, AreServersBehind(window.Component, orders, nodes, release)))],
            Gates = [.. (status?.Gates ?? []).Select(gate => new GateMetric(gate.Name, gate.Open))],
            Nodes = Counts(orders, nodes),
            Steps = [.. ours.Where(IsInFlight).Select(Step)],
            Unreachable = [.. ours.SelectMany(Unreachable)],
            Backends = Backends(upgrade, release),
            Drifted = status is { CompletionTime: not null, Nodes: { } nodesLeft } ? nodesLeft.Drifted : null,
            Drained = [.. ours.SelectMany(Drained).Distinct()],
        };
    }

    /// <summary>What is down on every node because its schema moves was to be so; the plan has named it (apisAway).</summary>
    private static ImmutableArray<string> Backends(ClusterUpgrade upgrade, ClusterRelease? release)
    {
        if (upgrade.Status is not { StartTime: not null, CompletionTime: null } status || release is null)
        {
            return [];
        }

        var (inWork, from) = ((status.CurrentComponent ?? "").Split(','), (status.FromRelease ?? "").Split(',', StringSplitOptions.TrimEntries));
        return
        [
            .. release.Spec.Components
                .Where(component => !upgrade.Spec.SkipComponents.Contains(component.Name) && !(inWork.Contains(component.Name) && IsStoppedTogether(component.Schema, from)))
                .SelectMany(component => component.ControlPlane?.Backends ?? [])
                .Distinct(),
        ];
    }

    private static bool IsStoppedTogether(ComponentSchema? schema, string[] from) => schema is not null
        && (schema.Window == SchemaWindowKind.AllStopped || schema.Edges.Any(edge => edge.Window == SchemaWindowKind.AllStopped && from.Contains(edge.From)));

    private static string? WaitsFor(ClusterUpgradeStatus? status) => status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready")?.Reason switch
    {
        "Paused" => "paused",
        "WaitingForWindow" => "window",
        "WaitingForLock" => "lock",
        "AwaitingApproval" => "approval",
        _ => null,
    };

    /// <summary>Without the release, or of a component without servers, nobody can tell: the graver answer.</summary>
    private static bool AreServersBehind(string name, ImmutableArray<NodeUpgrade> orders, ImmutableArray<ClusterNode> nodes, ClusterRelease? release)
    {
        if (release?.Spec.Components.FirstOrDefault(component => component.Name == name)?.ControlPlane is not { } plane)
        {
            return true;
        }

        var servers = nodes.Where(node => node.Spec.Roles.Contains(plane.Role)).Select(node => node.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        return orders.Any(order => servers.Contains(order.Spec.NodeName)
            && (order.Status?.Components ?? []).Any(component => component.Name == name && component.State != ComponentState.AtTarget));
    }

    private static ImmutableArray<NodeCount> Counts(ImmutableArray<NodeUpgrade> orders, ImmutableArray<ClusterNode> nodes) =>
    [
        .. orders.Select(order => (order.Spec.Role, State: StateOf(order)))
            .Concat(nodes.Where(node => node.Spec.Suspended).Select(node => (Role: node.Spec.Roles.FirstOrDefault() ?? "", State: "skipped")))
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
        return new NodeStepMetric(order.Spec.NodeName, order.Spec.Role, step?.Name ?? "", step?.StartTime, Find(order, "Stalled")?.Reason)
        {
            Deadline = step?.DeadlineAfter(TimeSpan.FromSeconds(order.Spec.StallAfterSeconds)),
            Sessions = order.Status?.SessionsRemaining,
        };
    }

    private static IEnumerable<UnreachableNode> Unreachable(NodeUpgrade order) =>
        Find(order, "Reachable") is { Status: ConditionStatus.False } condition
            ? [new UnreachableNode(order.Spec.NodeName, order.Spec.Role, condition.Reason)]
            : [];

    private static IEnumerable<DrainedBackend> Drained(NodeUpgrade order) => (order.Status?.Drains ?? []).Select(drain => new DrainedBackend(
        order.Spec.NodeName, drain.Backend, drain.Before == AdminState.Ready ? DrainOwner.Operator : DrainOwner.Foreign))
        .Concat((order.Status?.OutOfRotation ?? []).Where(one => one.State is RotationLoss.Drained or RotationLoss.InMaintenance)
            .Select(one => new DrainedBackend(order.Spec.NodeName, one.Backend, DrainOwner.Foreign)));

    private static Condition? Find(NodeUpgrade order, string type) => order.Status?.Conditions.FirstOrDefault(condition => condition.Type == type);
}
