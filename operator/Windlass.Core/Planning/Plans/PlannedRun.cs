using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;

namespace Windlass.Core.Planning.Plans;

/// <summary>
/// The upgrade planner's own grants, wave after wave, when every node does at once what it is granted. It needs only what work orders
/// report, so that the loop that talks to no node can tell its plan. Not thread-safe.
/// </summary>
internal sealed class PlannedRun
{
    /// <summary>Stands for all nodes of a plan.</summary>
    public const string Everyone = "*";

    /// <summary>Between two waves: longer than any settle time.</summary>
    private static readonly TimeSpan WaveTime = TimeSpan.FromHours(24);

    /// <summary>Passes without a new grant before a run counts as standing still; some only let a node settle.</summary>
    private const int QuietPasses = 5;

    private readonly ImmutableArray<PlannedWave>.Builder _waves = ImmutableArray.CreateBuilder<PlannedWave>();
    private readonly DateTimeOffset _start;
    private UpgradeView _view;

    private PlannedRun(UpgradeView view, DateTimeOffset now) => (_view, _start) = (view with { Upgrade = Ready(view.Upgrade), Plans = [], AreGatesOpen = true }, now);

    /// <summary>Waves in order.</summary>
    public ImmutableArray<PlannedWave> Waves => _waves.ToImmutable();

    /// <summary>What it would wait for without end; empty: it reaches its target.</summary>
    public string StoppedBecause { get; private set; } = "";

    /// <summary>From here to the end.</summary>
    /// <param name="view">The objects; no node was given work yet.</param>
    /// <param name="now">The operator's time.</param>
    public static PlannedRun Of(UpgradeView view, DateTimeOffset now)
    {
        var run = new PlannedRun(view, now);
        run.Go();
        return run;
    }

    private void Go()
    {
        var release = UpgradeAdmission.Find(_view, _view.Upgrade.Spec.TargetRelease)!.Spec;
        for (var (quiet, now) = (0, _start); quiet < QuietPasses; now += WaveTime)
        {
            var (before, pass) = (_view, UpgradePlanner.Pass(_view, now));
            if (pass.Situation is UpgradeSituation.Done or UpgradeSituation.Aborted)
            {
                return;
            }

            quiet = Take(pass) ? 0 : quiet + 1;
            StoppedBecause = quiet < QuietPasses ? "" : Obstacle(before, now);
            _view = _view with
            {
                Orders = [.. _view.Orders.Select(order => order with { Status = GrantEffect.Of(order, release.From(order.Spec.FromRelease), now) })],
            };
        }
    }

    private static string Obstacle(UpgradeView view, DateTimeOffset now) =>
        UpgradePlanner.Grants(view, now).Status.Conditions.First(condition => condition.Type == "Ready").Message;

    /// <summary>Nodes with new grants are a wave.</summary>
    /// <returns>There are such.</returns>
    private bool Take(SilentPass pass)
    {
        var before = _view.Orders.ToDictionary(order => order.Spec.NodeName, StringComparer.Ordinal);
        var moved = pass.Orders.Where(spec => spec.Grants.Length > (before.GetValueOrDefault(spec.NodeName)?.Spec.Grants.Length ?? 0)).Select(spec => spec.NodeName).ToImmutableArray();
        _view = _view with
        {
            Orders = [.. pass.Orders.Select(spec => ReferenceEquals(before.GetValueOrDefault(spec.NodeName)?.Spec, spec) ? before[spec.NodeName] : Written(before.GetValueOrDefault(spec.NodeName), spec))],
        };
        if (!moved.IsEmpty)
        {
            _waves.Add(new PlannedWave
            {
                Stage = UpgradeReport.Stage(pass.Situation),
                Components = UpgradeReport.Components(pass.Situation) ?? "",
                Nodes = moved.Length == pass.Orders.Length ? [Everyone] : moved,
            });
        }

        return !moved.IsEmpty;
    }

    private static NodeUpgrade Written(NodeUpgrade? before, NodeUpgradeSpec spec) => new()
    {
        Metadata = new ObjectMeta { Name = $"{spec.UpgradeName}-{spec.NodeName}", Generation = (before?.Metadata.Generation ?? 0) + 1 },
        Spec = spec,
        Status = before?.Status,
    };

    /// <summary>A plan is what is done once nobody asks for a pause, a window is open, and it is approved.</summary>
    private static ClusterUpgrade Ready(ClusterUpgrade upgrade) =>
        upgrade with { Status = null, Spec = upgrade.Spec with { PauseRequests = [], MaintenanceWindows = [], Approval = new UpgradeApproval() } };
}
