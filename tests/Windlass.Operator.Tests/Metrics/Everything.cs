using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Tests.Metrics;

/// <summary>An operator that has something to tell of each thing it can measure: what is not exposed then is never exposed.</summary>
internal static class Everything
{
    public static void Happen(WindlassMetrics metrics)
    {
        metrics.TrackQueue("ClusterNode", () => 7);
        metrics.TrackConnections(() => 3);
        metrics.DrainReasserted("r", "u", "api");
        foreach (var step in (string[])["Install", "Drain", "Expand"])
        {
            metrics.StepEnded(new StepLabels("r", "u", "controller", step), "success", "", TimeSpan.FromSeconds(45));
            metrics.StepEnded(new StepLabels("r", "u", "controller", step), "failure", "AptLocked", TimeSpan.FromSeconds(1));
        }

        metrics.NodeFinished("r", "u", "controller", "upgraded");
        metrics.BalancerSeen("r", new LoadBalancerSnapshot(new NodeName("ctl1"), 1, "2.6", [Server("api", "ctl1", HealthState.Up)]));
        metrics.SshCommandEnded("completed", TimeSpan.FromMilliseconds(80));
        metrics.ApiWriteEnded("NodeUpgrade", "apply_status", "success");
        metrics.ReconcileEnded("ClusterNode", TimeSpan.FromSeconds(1), null);
        metrics.ReconcileEnded("ClusterNode", TimeSpan.FromSeconds(1), "expected");
        metrics.UpgradeLookedAt("r", "u");
        metrics.Controllers.Requested("200", "GET");
        metrics.Controllers.OfQueue("ClusterNode").Waited!(TimeSpan.FromSeconds(1));
        metrics.Show(new MetricsSnapshot(true, [Upgrade(DateTimeOffset.UtcNow)]));
    }

    public static UpgradeMetrics Upgrade(DateTimeOffset now) => new("r", "u")
    {
        FromRelease = "alder",
        TargetRelease = "birch",
        ApprovalMode = "Automatic",
        IsInProgress = true,
        WaitsFor = "paused",
        LastProgress = now,
        Gates = [new("message-bus", IsOpen: true)],
        SchemaWindows = [new("nova", now, AreServersBehind: true)],
        Conditions = [new("Ready", ConditionStatus.False, "NodesStalled"), new("Stalled", ConditionStatus.True, "NodesStalled")],
        Nodes = [new("controller", "updating", 1), new("controller", "updated", 2)],
        Steps = [new("ctl1", "controller", "Drain", now, "AptLocked") { Deadline = now, Sessions = 3 }],
        Unreachable = [new("cmp1", "compute", "HostKeyMismatch")],
        Backends = ["api"],
        Drifted = 1,
        Drained = [new("ctl1", "api", DrainOwner.Operator), new("ctl2", "api", DrainOwner.Foreign)],
        Run = new RunMetrics
        {
            StartedAt = now,
            CompletedAt = now,
            ExpectedEnd = now.AddHours(1),
            Clocks = new RunClocks { Since = now.AddMinutes(-1) },
            Windows = [Shut(now)],
            Budget = new BudgetMetric(5, 1),
            DrainLimit = TimeSpan.FromMinutes(1),
            Checks = [new("Reachable", "Failure", 1)],
            LeftBehind = [new("ctl2", "controller")],
        },
    };

    public static ServerState Server(string backend, string name, HealthState health, AdminState admin = AdminState.Ready) =>
        new(backend, name, "", 0, admin, health, IsBackup: false, Sessions: 0, Queued: 0, Status: "");

    /// <summary>A window of the day after tomorrow.</summary>
    private static MaintenanceWindow Shut(DateTimeOffset now) => new()
    {
        Days = [(Weekday)now.UtcDateTime.AddDays(2).DayOfWeek],
        Start = "01:00",
        End = "05:00",
        TimeZone = "UTC",
    };
}
