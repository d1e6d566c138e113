using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Reporting;

/// <summary>What a status tells beside conditions and counts.</summary>
public sealed class UpgradeReportTests
{
    private static readonly UpgradeSituation.Working Running = new("UpgradingControlPlane", "ControlPlane", ["keystone"], "control plane of keystone");

    /// <summary>Agents may wait for hours, servers may not; at a quarter of an hour nobody is called yet.</summary>
    [Theory]
    [InlineData("controller", 15 * 60, false)]
    [InlineData("controller", (15 * 60) + 1, true)]
    [InlineData("compute", 4 * 3600, false)]
    public void SchemaWindow_Report_IsTooLongWhileServersAreBehind(string role, int seconds, bool expected)
    {
        ImmutableArray<NodeSlot> slots =
        [
            Slot("n1", role, Status(Component("nova", ComponentState.Behind)), Grant(WorkKind.Prepare)),
            Slot("n2", "controller", Status(Component("nova", ComponentState.AtTarget, SchemaPhase.Expand)), Grant(WorkKind.Prepare)),
        ];
        var first = Report(slots, null, LabCloud.Start);
        Assert.False(Assert.Single(first.OpenSchemaWindows).IsTooLong);

        var window = Assert.Single(Report(slots, first, LabCloud.Start.AddSeconds(seconds)).OpenSchemaWindows);

        Assert.Equal(new SchemaWindow { Component = "nova", Since = LabCloud.Start, IsTooLong = expected }, window);
    }

    /// <summary>LabCloud.Start is midnight, a Thursday.</summary>
    [Theory]
    [InlineData(0, false, null, "01:00")]
    [InlineData(61, true, "05:00", null)]
    [InlineData(290, false, null, "25:00")]
    public void MaintenanceWindows_Report_TellsWhenTheyChange(int minutes, bool isOpen, string? closes, string? opens)
    {
        var spec = new ClusterUpgradeSpec { TargetRelease = "birch", MaintenanceWindows = [new MaintenanceWindow { Start = "02:00", End = "06:00", TimeZone = "Europe/Paris" }] };

        var window = Report([], null, LabCloud.Start.AddMinutes(minutes), spec).Window!;

        Assert.Equal((isOpen, Since(closes), Since(opens)), (window.Open, window.CloseTime, window.OpenTime));
        Assert.Equal(TimeSpan.Zero, (window.CloseTime ?? window.OpenTime)!.Value.Offset);
    }

    [Fact]
    public void NoMaintenanceWindow_Report_TellsOfNone()
    {
        Assert.Null(Report([], null, LabCloud.Start).Window);
        var spec = new ClusterUpgradeSpec { TargetRelease = "birch", MaintenanceWindows = [new MaintenanceWindow { Start = "02:00", End = "06:00" }] };
        Assert.Null(UpgradeReport.Of(View([], Upgrade(spec)), [], new UpgradeSituation.Done("UpgradeSucceeded", "all"), null, LabCloud.Start).Window);
    }

    private static DateTimeOffset? Since(string? hours) =>
        hours is null ? null : LabCloud.Start.AddHours(int.Parse(hours.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture));

    private static ClusterUpgradeStatus Report(ImmutableArray<NodeSlot> slots, ClusterUpgradeStatus? before, DateTimeOffset now, ClusterUpgradeSpec? spec = null) =>
        UpgradeReport.Of(View([], Upgrade(spec) with { Status = before }), slots, Running, null, now);
}
