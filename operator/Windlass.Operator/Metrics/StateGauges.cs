using System.Diagnostics.Metrics;
using Windlass.Core.Api.Meta;

namespace Windlass.Operator.Metrics;

/// <summary>The gauges over the current snapshot. What the snapshot does not hold has no series on the next scrape.</summary>
internal static class StateGauges
{
    private static readonly ConditionStatus[] Statuses = [ConditionStatus.True, ConditionStatus.False, ConditionStatus.Unknown];

    internal static void Create(Meter meter, Func<MetricsSnapshot> current)
    {
        meter.CreateObservableGauge("windlass_operator_leader", () => current().IsLeader ? 1 : 0, null, "1 on the replica that holds the lease.");
        Create(meter, current, "windlass_info", "Releases of an upgrade; always 1.", Info);
        Create(meter, current, "windlass_in_progress", "1 while an upgrade is accepted, approved, and not finished.", InProgress);
        Create(meter, current, "windlass_status_condition", "1 for the status each condition of an upgrade has.", Conditions);
        Create(meter, current, "windlass_nodes", "Nodes of an upgrade by role and state.", Nodes);
        Create(meter, current, "windlass_node_step_start_timestamp_seconds", "When the step in hand began, for nodes in flight.", StepStarts);
        Create(meter, current, "windlass_node_stalled", "1 while a node in flight is stalled.", Stalled);
        Create(meter, current, "windlass_node_unreachable", "1 while a node cannot be reached.", Unreachable);
        Create(meter, current, "windlass_backend_drained", "1 while a node is drained from a backend.", Drained);
    }

    private static void Create(
        Meter meter,
        Func<MetricsSnapshot> current,
        string name,
        string help,
        Func<UpgradeMetrics, IEnumerable<Measurement<double>>> measure) =>
        meter.CreateObservableGauge(name, () => current().Upgrades.SelectMany(measure), null, help);

    private static IEnumerable<Measurement<double>> Info(UpgradeMetrics upgrade) =>
    [
        Of(1, upgrade, Label("from_release", upgrade.FromRelease), Label("target_release", upgrade.TargetRelease), Label("approval_mode", upgrade.ApprovalMode)),
    ];

    private static IEnumerable<Measurement<double>> InProgress(UpgradeMetrics upgrade) => [Of(upgrade.IsInProgress ? 1 : 0, upgrade)];

    private static IEnumerable<Measurement<double>> Conditions(UpgradeMetrics upgrade) =>
        from condition in upgrade.Conditions
        from status in Statuses
        select Of(condition.Status == status ? 1 : 0, upgrade, Label("condition", condition.Type), Label("status", status.ToString()));

    private static IEnumerable<Measurement<double>> Nodes(UpgradeMetrics upgrade) =>
        upgrade.Nodes.Select(nodes => Of(nodes.Count, upgrade, Label("role", nodes.Role), Label("state", nodes.State)));

    private static IEnumerable<Measurement<double>> StepStarts(UpgradeMetrics upgrade) =>
        from node in upgrade.Steps
        from startedAt in node.StartedAt is { } at ? [at] : Array.Empty<DateTimeOffset>()
        select Of(
            startedAt.ToUnixTimeMilliseconds() / 1000.0,
            upgrade,
            Label("host", node.Host),
            Label("role", node.Role),
            Label("step", node.Step));

    private static IEnumerable<Measurement<double>> Stalled(UpgradeMetrics upgrade) =>
        upgrade.Steps.Select(node => Of(
            node.StallReason is null ? 0 : 1,
            upgrade,
            Label("host", node.Host),
            Label("role", node.Role),
            Label("step", node.Step),
            Label("reason", node.StallReason ?? "None")));

    private static IEnumerable<Measurement<double>> Unreachable(UpgradeMetrics upgrade) =>
        upgrade.Unreachable.Select(node => Of(1, upgrade, Label("host", node.Host), Label("role", node.Role), Label("reason", node.Reason)));

    private static IEnumerable<Measurement<double>> Drained(UpgradeMetrics upgrade) =>
        upgrade.Drained.Select(drained => Of(
            1,
            upgrade,
            Label("host", drained.Host),
            Label("backend", drained.Backend),
            Label("owner", drained.Owner == DrainOwner.Operator ? "operator" : "foreign")));

    private static Measurement<double> Of(double value, UpgradeMetrics upgrade, params ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        new(value, [Label("upgrade_namespace", upgrade.Namespace), Label("upgrade", upgrade.Name), .. labels]);

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
