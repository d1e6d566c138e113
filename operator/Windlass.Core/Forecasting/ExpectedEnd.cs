using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Forecasting;

/// <summary>When an upgrade is expected to be over, for people: told only while it works, and told anew only when it has moved by something that matters to them.</summary>
public static class ExpectedEnd
{
    private const double Share = 0.05;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(60);

    private static readonly ImmutableHashSet<string> AtWork =
    [
        UpgradeStage.Preparing, UpgradeStage.ControlPlane, UpgradeStage.Satellites, UpgradeStage.FinalRestarts, UpgradeStage.Contracts,
        UpgradeStage.OnlineMigrations, UpgradeStage.LastVisits, UpgradeStage.Finishing,
    ];

    /// <summary>An end can be foretold: nodes are at work, and nobody is waited for.</summary>
    /// <param name="status">The status of this pass.</param>
    public static bool IsForetold(ClusterUpgradeStatus status) => status is { StartTime: not null, CompletionTime: null, Stage: { } stage } && AtWork.Contains(stage)
        && !status.Conditions.Any(condition => condition is { Type: "Stalled" or "Paused", Status: ConditionStatus.True });

    /// <summary>The end as far as can be seen now.</summary>
    /// <param name="view">What the upgrade planner saw.</param>
    /// <param name="now">The operator's time.</param>
    /// <returns>Null: it would wait for somebody.</returns>
    public static DateTimeOffset? Of(UpgradeView view, DateTimeOffset now) =>
        RemainingTime.Of(view, now) is { } left ? Through(view.Upgrade.Spec.MaintenanceWindows, now, left) : null;

    /// <summary>What to tell: what was told before, while that is about right.</summary>
    /// <param name="told">The end that was told last; null: none was.</param>
    /// <param name="seen">The end as it is seen now.</param>
    /// <param name="now">The operator's time.</param>
    public static DateTimeOffset? Told(DateTimeOffset? told, DateTimeOffset? seen, DateTimeOffset now)
    {
        if (told is not { } before || seen is not { } next || before <= now)
        {
            return seen;
        }

        var leeway = (next - now) * Share;
        return (next - before).Duration() < (leeway > Least ? leeway : Least) ? told : seen;
    }

    /// <summary>A plan that says how long it will take, how long APIs will be away, and how that is known.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="view">What it was made of.</param>
    /// <param name="now">The operator's time.</param>
    public static UpgradePlanSpec Say(UpgradePlanSpec plan, UpgradeView view, DateTimeOffset now)
    {
        var past = LearnedTimes.PastRuns(view.Upgrades);
        plan = plan with { ApisAwaySeconds = ApiOutages.Seconds(plan.ApisAway, view, now) };
        return plan.StoppedBecause.Length > 0 || RemainingTime.Of(view, now) is not { } takes
            ? plan
            : plan with
            {
                ExpectedDuration = $"{(takes.TotalHours < 1 ? "" : $"{(int)takes.TotalHours}h")}{takes.Minutes}m{takes.Seconds}s",
                ExpectedFrom = past.IsEmpty ? "typical step times, assumed" : $"step times of {string.Join(", ", past.Select(run => run.Metadata.Name))}",
            };
    }

    /// <summary>Work goes on only while a window is open; what is begun is finished, which is left out of account here.</summary>
    private static DateTimeOffset? Through(ImmutableArray<MaintenanceWindow> windows, DateTimeOffset now, TimeSpan left)
    {
        if (windows.IsEmpty)
        {
            return now + left;
        }

        var minute = TimeSpan.FromMinutes(1);
        for (var time = now; time - now < Farthest;)
        {
            if (!WindowClock.IsOpen(windows, time))
            {
                if (WindowClock.NextOpening(windows, time) is not { } opening)
                {
                    return null;
                }

                time = opening;
                continue;
            }

            if (left <= minute)
            {
                return time + left;
            }

            (time, left) = (time + minute, left - minute);
        }

        return null;
    }
}
