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
        meter.CreateObservableGauge("windlass_operator_shards", () => current().Shards, null, "Shards of nodes that this replica holds; together they hold 8.");
        CreateLed(meter, current, "windlass_info", "Releases of an upgrade; always 1.", Info);
        CreateLed(meter, current, "windlass_in_progress", "1 while an upgrade is accepted, approved, and not finished.", InProgress);
        CreateLed(meter, current, "windlass_waiting", "1 while an upgrade waits because people want it to, by reason: time that is not lost.", Waiting);
        CreateLed(meter, current, "windlass_last_progress_timestamp_seconds", "When a step last ended well on any node of an upgrade.", LastProgress);
        CreateLed(meter, current, "windlass_schema_window_start_timestamp_seconds", "Since when old code of a component runs beside its new schema.", SchemaWindows);
        CreateLed(meter, current, "windlass_status_reason", "1 for the reason that Ready and Stalled of an upgrade have.", Reasons);
        CreateLed(meter, current, "windlass_status_condition", "1 for the status each condition of an upgrade has.", Conditions);
        CreateLed(meter, current, "windlass_gate_open", "1 while a gate that nodes wait for lets them begin, 0 while it holds them.", Gates);
        CreateLed(meter, current, "windlass_nodes", "Nodes of an upgrade by role and state.", Nodes);
        CreateLed(meter, current, "windlass_drifted_nodes", "Nodes that are not as an upgrade left them; only of upgrades that are over.", Drifted);
        Create(meter, current, "windlass_node_step_start_timestamp_seconds", "When the step in hand began, for nodes in flight.", StepStarts);
        Create(meter, current, "windlass_node_step_deadline_timestamp_seconds", "When the step in hand counts as stalled, for nodes in flight.", StepDeadlines);
        Create(meter, current, "windlass_node_stalled", "1 while a node in flight is stalled.", Stalled);
        Create(meter, current, "windlass_node_unreachable", "1 while a node cannot be reached.", Unreachable);
        Create(meter, current, "windlass_backend_drained", "1 while a node is drained from a backend.", Drained);
    }

    private static void CreateLed(
        Meter meter,
        Func<MetricsSnapshot> current,
        string name,
        string help,
        Func<UpgradeMetrics, IEnumerable<Measurement<double>>> measure) =>
        Create(meter, current, name, help, upgrade => upgrade.IsLed ? measure(upgrade) : []);

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

    private static IEnumerable<Measurement<double>> Waiting(UpgradeMetrics upgrade) =>
        upgrade.WaitsFor is { } reason ? [Of(1, upgrade, Label("reason", reason))] : [];

    private static IEnumerable<Measurement<double>> LastProgress(UpgradeMetrics upgrade) =>
        upgrade.LastProgress is { } at ? [Of(Seconds(at), upgrade)] : [];

    private static IEnumerable<Measurement<double>> SchemaWindows(UpgradeMetrics upgrade) => upgrade.SchemaWindows.Select(window => Of(
        Seconds(window.Since),
        upgrade,
        Label("release_component", window.Component),
        Label("behind", window.AreServersBehind ? "servers" : "satellites")));

    private static IEnumerable<Measurement<double>> Reasons(UpgradeMetrics upgrade) =>
        from condition in upgrade.Conditions
        where condition.Type is "Ready" or "Stalled"
        select Of(1, upgrade, Label("condition", condition.Type), Label("reason", condition.Reason));

    private static IEnumerable<Measurement<double>> Conditions(UpgradeMetrics upgrade) =>
        from condition in upgrade.Conditions
        from status in Statuses
        select Of(condition.Status == status ? 1 : 0, upgrade, Label("condition", condition.Type), Label("status", status.ToString()));

    private static IEnumerable<Measurement<double>> Gates(UpgradeMetrics upgrade) =>
        upgrade.Gates.Select(gate => Of(gate.IsOpen ? 1 : 0, upgrade, Label("gate", gate.Gate)));

    private static IEnumerable<Measurement<double>> Nodes(UpgradeMetrics upgrade) =>
        upgrade.Nodes.Select(nodes => Of(nodes.Count, upgrade, Label("role", nodes.Role), Label("state", nodes.State)));

    private static IEnumerable<Measurement<double>> Drifted(UpgradeMetrics upgrade) => upgrade.Drifted is { } nodes ? [Of(nodes, upgrade)] : [];

    private static IEnumerable<Measurement<double>> StepStarts(UpgradeMetrics upgrade) => StepTimes(upgrade, node => node.StartedAt);

    private static IEnumerable<Measurement<double>> StepDeadlines(UpgradeMetrics upgrade) => StepTimes(upgrade, node => node.Deadline);

    private static IEnumerable<Measurement<double>> StepTimes(UpgradeMetrics upgrade, Func<NodeStepMetric, DateTimeOffset?> time) =>
        from node in upgrade.Steps
        let at = time(node)
        where at is not null
        select Of(
            Seconds(at.Value),
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

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
