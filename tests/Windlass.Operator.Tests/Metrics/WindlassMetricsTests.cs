using System.Diagnostics;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Metrics;
using Windlass.Testing;
using static Windlass.Operator.Tests.Metrics.Scrape;

namespace Windlass.Operator.Tests.Metrics;

public sealed class WindlassMetricsTests : IDisposable
{
    private readonly WindlassMetrics _metrics = new("1.2.3");
    private readonly MetricsListener _listener;

    public WindlassMetricsTests() => _listener = new MetricsListener(meter => meter == _metrics.Meter);

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Snapshot_Shown_BecomesGauges()
    {
        _metrics.Show(Snapshot());

        AssertHas(
            "windlass_operator_leader 1",
            """windlass_info{approval_mode="Automatic",from_release="alder",target_release="birch",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_in_progress{upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_status_condition{condition="Ready",status="False",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_status_condition{condition="Ready",status="True",upgrade="to-birch",upgrade_namespace="region-1"} 0""",
            """windlass_status_condition{condition="Ready",status="Unknown",upgrade="to-birch",upgrade_namespace="region-1"} 0""",
            """windlass_status_reason{condition="Ready",reason="Paused",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_waiting{reason="paused",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_last_progress_timestamp_seconds{upgrade="to-birch",upgrade_namespace="region-1"} 1700000100""",
            """windlass_gate_open{gate="message-bus",upgrade="to-birch",upgrade_namespace="region-1"} 0""",
            """windlass_schema_window_start_timestamp_seconds{behind="servers",release_component="keystone",upgrade="to-birch",upgrade_namespace="region-1"} 1700000200""",
            """windlass_node_step_deadline_timestamp_seconds{host="ctl-1",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1"} 1700000600""",
            """windlass_nodes{role="controller",state="updating",upgrade="to-birch",upgrade_namespace="region-1"} 3""",
            """windlass_node_step_start_timestamp_seconds{host="ctl-1",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1"} 1700000000.5""",
            """windlass_node_stalled{host="ctl-1",reason="AptLocked",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_node_unreachable{host="cmp-1",reason="HostKeyMismatch",role="compute",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_backend_drained{backend="api",host="ctl-1",owner="operator",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_backend_drained{backend="api",host="ctl-2",owner="foreign",upgrade="to-birch",upgrade_namespace="region-1"} 1""");
    }

    [Fact]
    public void StallOver_Shown_IsZeroAndNotStalledAnyMore()
    {
        _metrics.Show(Snapshot());
        var healed = Snapshot().Upgrades[0] with { Steps = [new NodeStepMetric("ctl-1", "controller", "Install", null, null)] };

        _metrics.Show(new MetricsSnapshot(true, [healed]));

        AssertHas("""windlass_node_stalled{host="ctl-1",reason="None",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1"} 0""");
        Assert.DoesNotContain("AptLocked", Text(_listener), StringComparison.Ordinal);
    }

    [Fact]
    public void LeadershipLost_Shown_LeavesNoUpgrade()
    {
        _metrics.Show(Snapshot());
        _metrics.Show(MetricsSnapshot.Empty);

        AssertHas("windlass_operator_leader 0");
        Assert.DoesNotContain("to-birch", Text(_listener), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_Counted()
    {
        Happen();

        AssertHas(
            """windlass_drain_reasserted_total{backend="api",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_node_step_attempts_total{result="success",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_node_step_attempts_total{reason="AptLocked",result="failure",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1"} 1""",
            """windlass_node_step_duration_seconds_bucket{result="success",role="controller",step="Install",upgrade="to-birch",upgrade_namespace="region-1",le="60"} 1""",
            """windlass_ssh_commands_total{result="completed"} 1""",
            "windlass_ssh_connections_total 3",
            """windlass_api_writes_total{kind="NodeUpgrade",result="error",verb="apply_status"} 1""",
            """windlass_reconcile_total{kind="ClusterUpgrade",result="success"} 1""",
            """windlass_reconcile_total{kind="ClusterUpgrade",result="error"} 1""",
            """windlass_reconcile_errors_total{kind="ClusterUpgrade"} 1""",
            """windlass_reconcile_errors_total{kind="ClusterNode"} 0""",
            """windlass_reconcile_duration_seconds_count{kind="ClusterUpgrade",result="success"} 1""",
            """windlass_workqueue_depth{kind="ClusterNode"} 7""");
    }

    /// <summary>Dashboards for any operator of controller-runtime's family show this one, too.</summary>
    [Fact]
    public void Operator_Scrape_HasTheNamesOfControllerRuntime()
    {
        Everything.Happen(_metrics);

        AssertHas(
            """controller_runtime_reconcile_total{controller="clusternode",result="success"} 1""",
            """controller_runtime_reconcile_total{controller="clusternode",result="error"} 1""",
            """controller_runtime_reconcile_errors_total{controller="clusternode"} 1""",
            """controller_runtime_reconcile_time_seconds_count{controller="clusternode"} 2""",
            """controller_runtime_active_workers{controller="clusternode"} 0""",
            """workqueue_depth{name="clusternode"} 7""",
            """workqueue_adds_total{name="clusternode"} 0""",
            """workqueue_retries_total{name="clusternode"} 0""",
            """workqueue_queue_duration_seconds_count{name="clusternode"} 1""",
            """leader_election_master_status{name="windlass-operator"} 1""",
            """rest_client_requests_total{code="200",method="GET"} 1""");
        Assert.Matches(@"(?m)^process_resident_memory_bytes [1-9]", Text(_listener));
        Assert.Matches(@"(?m)^process_cpu_seconds_total [0-9.]+$", Text(_listener));
    }

    [Fact]
    public void Run_Shown_TellsClocksWindowsBudgetAndWhatIsLeft()
    {
        var clock = new ManualTimeProvider();
        using var metrics = new WindlassMetrics("1", clock);
        using var listener = new MetricsListener(meter => meter == metrics.Meter);
        var upgrade = Everything.Upgrade(clock.GetUtcNow());
        upgrade = upgrade with { Run = upgrade.Run! with { Clocks = new RunClocks { Running = RunClock.Paused, Since = clock.GetUtcNow(), ActiveSeconds = 100, PausedSeconds = 20, WaitingSeconds = 3 } } };

        metrics.Show(new MetricsSnapshot(true, [upgrade]));
        clock.Advance(TimeSpan.FromSeconds(5));

        var text = Text(listener).Split('\n');
        Assert.All(
            (string[])["windlass_active_seconds_total{U} 100", "windlass_paused_seconds_total{U} 25", "windlass_waiting_seconds_total{U} 3", "windlass_window_active{U} 0", "windlass_failure_budget_nodes{U} 5", "windlass_drain_limit_seconds{U} 60",
                "windlass_drifted_nodes{U} 1",
                "windlass_failure_budget_remaining_nodes{U} 4", """windlass_preflight_findings{check="Reachable",severity="Failure",U} 1""", """windlass_node_left_behind{host="ctl2",role="controller",U} 1""",
                """windlass_drain_sessions{host="ctl1",role="controller",U} 3"""],
            line => Assert.Contains(line.Replace("U}", "upgrade=\"u\",upgrade_namespace=\"r\"}", StringComparison.Ordinal), text));
        Assert.Contains(text, line => line.StartsWith("windlass_estimated_completion_timestamp_seconds", StringComparison.Ordinal));
        Assert.Contains(text, line => line.StartsWith("windlass_window_next_open_timestamp_seconds", StringComparison.Ordinal));
    }

    [Fact]
    public void WindowIsOpen_Shown_TellsWhenItCloses()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero));
        using var metrics = new WindlassMetrics("1", clock);
        using var listener = new MetricsListener(meter => meter == metrics.Meter);
        var run = new RunMetrics { Windows = [new MaintenanceWindow { Start = "01:00", End = "05:00" }] };

        metrics.Show(new MetricsSnapshot(true, [new UpgradeMetrics("r", "u") { Run = run }]));

        Assert.Contains("windlass_window_close_timestamp_seconds{upgrade=\"u\",upgrade_namespace=\"r\"} 1767243600\n", Text(listener), StringComparison.Ordinal);
        Assert.DoesNotContain("windlass_window_next_open_timestamp_seconds", Text(listener), StringComparison.Ordinal);
    }

    /// <summary>Another replica leads, and shows them: ours would be seen twice, and ours are old.</summary>
    [Fact]
    public void UpgradeOfAnotherLeader_Shown_TellsNothingOfTheRun()
    {
        Everything.Happen(_metrics);
        _metrics.Show(new MetricsSnapshot(false, [Everything.Upgrade(DateTimeOffset.UnixEpoch) with { IsLed = false, Steps = [] }]));

        var text = Text(_listener);
        Assert.All(
            (string[])["windlass_active_seconds_total", "windlass_last_reconcile_timestamp_seconds", "windlass_failure_budget_nodes", "windlass_window_active", "windlass_node_left_behind"],
            name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        Assert.Contains("leader_election_master_status{name=\"windlass-operator\"} 0", text, StringComparison.Ordinal);
    }

    /// <summary>The bound of the contract: 40 series of each upgrade that do not depend on its nodes, and 8 for each node in flight.</summary>
    [Fact]
    public void HundredNodesInFlight_Scrape_StaysWithinTheBound()
    {
        const int InFlight = 24;
        var upgrade = Everything.Upgrade(DateTimeOffset.UtcNow) with
        {
            Conditions = [.. ((string[])["Ready", "Stalled", "PreflightPassed", "PlanApproved", "PackagesStaged", "ControlPlaneUpgraded", "DataPlaneUpgraded", "SchemaConverged", "Paused", "Degraded"])
                .Select(type => new ConditionMetric(type, ConditionStatus.True, "Whatever"))],
            Nodes = [new("compute", "updating", InFlight), new("compute", "updated", 40), new("compute", "pending", 36)],
            Unreachable = [],
            Drained = [],
            Steps = [.. Enumerable.Range(0, InFlight).Select(index => new NodeStepMetric($"n{index}", "compute", "Install", DateTimeOffset.UtcNow, null) { Deadline = DateTimeOffset.UtcNow, Sessions = 0 })],
        };

        _metrics.Show(new MetricsSnapshot(true, [upgrade]));

        var series = Text(_listener).Split('\n').Where(line => line.Contains("upgrade=\"u\"", StringComparison.Ordinal)).ToArray();
        Assert.InRange(series.Count(line => !line.Contains("host=\"n", StringComparison.Ordinal)), 30, 60);
        Assert.InRange(series.Count(line => line.Contains("host=\"n", StringComparison.Ordinal)), InFlight, 8 * InFlight);
    }

    [Fact]
    public void Build_Scrape_TellsVersion() => Assert.Contains("windlass_operator_build_info{dotnet_version=\"", Text(_listener), StringComparison.Ordinal);

    /// <summary>Prometheus attaches labels of these names to every target and renames ours to <c>exported_…</c>.</summary>
    [Theory]
    [InlineData("namespace")]
    [InlineData("pod")]
    [InlineData("container")]
    [InlineData("instance")]
    [InlineData("job")]
    [InlineData("service")]
    [InlineData("endpoint")]
    [InlineData("node")]
    [InlineData("cluster")]
    public void LabelOfTheTarget_IsNotUsed(string label)
    {
        _metrics.Show(Snapshot());
        Happen();
        var text = Text(_listener);

        Assert.DoesNotContain($"{{{label}=", text, StringComparison.Ordinal);
        Assert.DoesNotContain($",{label}=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EverythingMeasured_PromtoolCheck_FindsNothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed (Debian package prometheus)");
        _metrics.Show(Snapshot());
        Happen();
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(Text(_listener.Collect(), ExpositionFormat.PrometheusText));
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", complaints);
        Assert.Equal(0, promtool.ExitCode);
    }

    private static MetricsSnapshot Snapshot() => new(
        true,
        [
            new UpgradeMetrics("region-1", "to-birch")
            {
                FromRelease = "alder",
                TargetRelease = "birch",
                ApprovalMode = "Automatic",
                IsInProgress = true,
                Conditions = [new("Ready", ConditionStatus.False, "Paused")],
                WaitsFor = "paused",
                LastProgress = DateTimeOffset.FromUnixTimeSeconds(1_700_000_100),
                Gates = [new("message-bus", IsOpen: false)],
                SchemaWindows = [new("keystone", DateTimeOffset.FromUnixTimeSeconds(1_700_000_200), AreServersBehind: true)],
                Nodes = [new("controller", "updating", 3)],
                Steps = [new("ctl-1", "controller", "Install", DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500), "AptLocked") { Deadline = DateTimeOffset.FromUnixTimeSeconds(1_700_000_600) }],
                Unreachable = [new("cmp-1", "compute", "HostKeyMismatch")],
                Drained = [new("ctl-1", "api", DrainOwner.Operator), new("ctl-2", "api", DrainOwner.Foreign)],
            },
        ]);

    private void Happen()
    {
        _metrics.TrackQueue("ClusterNode", () => 7);
        _metrics.DrainReasserted("region-1", "to-birch", "api");
        var step = new StepLabels("region-1", "to-birch", "controller", "Install");
        _metrics.StepEnded(step, "success", "", TimeSpan.FromSeconds(45));
        _metrics.StepEnded(step, "failure", "AptLocked", TimeSpan.FromSeconds(1));
        _metrics.SshCommandEnded("completed", TimeSpan.FromMilliseconds(80));
        _metrics.TrackConnections(() => 3);
        _metrics.ApiWriteEnded("NodeUpgrade", "apply_status", "error");
        _metrics.ReconcileEnded("ClusterUpgrade", TimeSpan.FromSeconds(1), null);
        _metrics.ReconcileEnded("ClusterUpgrade", TimeSpan.FromSeconds(1), "expected");
    }

    private void AssertHas(params string[] lines)
    {
        var text = Text(_listener).Split('\n');
        Assert.All(lines, line => Assert.Contains(line, text));
    }
}
