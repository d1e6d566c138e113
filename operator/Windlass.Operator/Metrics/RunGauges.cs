using System.Diagnostics.Metrics;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Operator.Metrics;

/// <summary>What is shown of a run as a whole: its times, its three clocks, its windows, its budget. Clocks and windows are read at the scrape, as they go on while nothing else changes.</summary>
internal static class RunGauges
{
    internal static void Create(Meter meter, Func<MetricsSnapshot> current, TimeProvider time)
    {
        Create(meter, current, "windlass_start_timestamp_seconds", "When the first node of an upgrade was given work.", run => run.StartedAt);
        Create(meter, current, "windlass_completion_timestamp_seconds", "When an upgrade was over.", run => run.CompletedAt);
        Create(meter, current, "windlass_estimated_completion_timestamp_seconds", "When an upgrade is expected to be over; absent while nobody can tell.", run => run.ExpectedEnd);
        CreateClock(meter, current, "windlass_active_seconds_total", "Seconds an upgrade was at work.", clocks => clocks.ActiveFor(time.GetUtcNow()));
        CreateClock(meter, current, "windlass_paused_seconds_total", "Seconds an upgrade was paused because somebody asked.", clocks => clocks.PausedFor(time.GetUtcNow()));
        CreateClock(meter, current, "windlass_waiting_seconds_total", "Seconds an upgrade waited for a window, an approval, a gate, another upgrade, or a person.", clocks => clocks.WaitingFor(time.GetUtcNow()));
        meter.CreateObservableGauge(
            "windlass_window_active", () => All(current, (upgrade, run) => Window(upgrade, run, time.GetUtcNow())), null, "1 while a maintenance window lets nodes begin, 0 while none does; only of upgrades that have windows.");
        meter.CreateObservableGauge(
            "windlass_window_next_open_timestamp_seconds", () => All(current, (upgrade, run) => NextWindow(upgrade, run, time.GetUtcNow())), null, "When the next maintenance window opens, while none is open.");
        meter.CreateObservableGauge(
            "windlass_window_close_timestamp_seconds", () => All(current, (upgrade, run) => WindowEnd(upgrade, run, time.GetUtcNow())), null, "When the open maintenance window closes, while one is open.");
        meter.CreateObservableGauge(
            "windlass_drain_limit_seconds", () => All(current, (upgrade, run) => run.DrainLimit is { } limit ? [Of(limit.TotalSeconds, upgrade)] : []), null, "How long an upgrade gives the sessions of a drained server to end.");
        meter.CreateObservableGauge("windlass_failure_budget_nodes", () => All(current, (upgrade, run) => Budget(upgrade, run, budget => budget.Allowed)), null, "Nodes of an upgrade that may be stalled while others go on.");
        meter.CreateObservableGauge(
            "windlass_failure_budget_remaining_nodes", () => All(current, (upgrade, run) => Budget(upgrade, run, budget => budget.Allowed - budget.Spent)), null, "Nodes that may still come to be stalled; below 0: no other one is begun.");
        meter.CreateObservableGauge("windlass_preflight_findings", () => All(current, Checks), null, "Nodes with a finding of a preflight check, by check and severity.");
        meter.CreateObservableGauge("windlass_node_left_behind", () => All(current, LeftBehind), null, "1 while something of ours (a drain, held units, stopped configuration management) is on a node though its upgrade is over or ends.");
        meter.CreateObservableGauge(
            "windlass_drain_sessions", () => current().Upgrades.SelectMany(Sessions), null, "Sessions left on the servers of a node that are being drained.");
    }

    private static void Create(Meter meter, Func<MetricsSnapshot> current, string name, string help, Func<RunMetrics, DateTimeOffset?> at) =>
        meter.CreateObservableGauge(name, () => All(current, (upgrade, run) => at(run) is { } time ? [Of(Seconds(time), upgrade)] : []), null, help);

    private static void CreateClock(Meter meter, Func<MetricsSnapshot> current, string name, string help, Func<RunClocks, TimeSpan> read) =>
        meter.CreateObservableCounter(name, () => All(current, (upgrade, run) => run.Clocks is { } clocks ? [Of(read(clocks).TotalSeconds, upgrade)] : []), null, help);

    private static IEnumerable<Measurement<double>> All(Func<MetricsSnapshot> current, Func<UpgradeMetrics, RunMetrics, IEnumerable<Measurement<double>>> measure) =>
        current().Upgrades.Where(upgrade => upgrade.IsLed && upgrade.Run is not null).SelectMany(upgrade => measure(upgrade, upgrade.Run!));

    private static IEnumerable<Measurement<double>> Window(UpgradeMetrics upgrade, RunMetrics run, DateTimeOffset now) =>
        run.Windows.IsEmpty ? [] : [Of(WindowClock.IsOpen(run.Windows, now) ? 1 : 0, upgrade)];

    private static IEnumerable<Measurement<double>> NextWindow(UpgradeMetrics upgrade, RunMetrics run, DateTimeOffset now) =>
        !WindowClock.IsOpen(run.Windows, now) && WindowClock.NextOpening(run.Windows, now) is { } next ? [Of(Seconds(next), upgrade)] : [];

    private static IEnumerable<Measurement<double>> WindowEnd(UpgradeMetrics upgrade, RunMetrics run, DateTimeOffset now) =>
        WindowClock.Left(run.Windows, now) is { } left ? [Of(Seconds(now + left), upgrade)] : [];

    private static IEnumerable<Measurement<double>> Budget(UpgradeMetrics upgrade, RunMetrics run, Func<BudgetMetric, int> nodes) =>
        run.Budget is { } budget ? [Of(nodes(budget), upgrade)] : [];

    private static IEnumerable<Measurement<double>> Checks(UpgradeMetrics upgrade, RunMetrics run) =>
        run.Checks.Select(check => Of(check.Nodes, upgrade, new("check", check.Check), new("severity", check.Severity)));

    private static IEnumerable<Measurement<double>> LeftBehind(UpgradeMetrics upgrade, RunMetrics run) =>
        run.LeftBehind.Select(node => Of(1, upgrade, new("host", node.Host), new("role", node.Role)));

    private static IEnumerable<Measurement<double>> Sessions(UpgradeMetrics upgrade) =>
        from node in upgrade.Steps
        where node.Sessions is not null
        select Of(node.Sessions!.Value, upgrade, new("host", node.Host), new("role", node.Role));

    private static Measurement<double> Of(double value, UpgradeMetrics upgrade, params ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        new(value, [new("upgrade_namespace", upgrade.Namespace), new("upgrade", upgrade.Name), .. labels]);

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
