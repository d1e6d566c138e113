using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Reporting;

/// <summary>
/// Keeps what a node did and waited for, one period after the other, for people who look at a run or back on it. Nothing is decided by it. It is
/// written with the report that brings the next step, so it costs no write of its own, and whoever comes after a restart goes on with it.
/// </summary>
internal static class StepTimeline
{
    /// <summary>Periods that a status has room for, some 60 KB; of more, the oldest go. A controller of OpenStack has 150 to 300 in a calm run.</summary>
    public const int MostPeriods = 500;

    /// <summary>What holds a step for less than this is a look that came a moment too early.</summary>
    private static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(1);

    /// <param name="previous">The last report; null: there is none.</param>
    /// <param name="next">The step that is wanted now; null: none.</param>
    /// <param name="now">The operator's time.</param>
    /// <returns>The periods that are over; the same array when none ended.</returns>
    public static ImmutableArray<StepPeriod> Of(NodeUpgradeStatus? previous, NodeStepStatus? next, DateTimeOffset now)
    {
        var known = previous?.Timeline ?? [];
        if (previous?.Step is not { } ended || IsSame(ended, next))
        {
            return known;
        }

        var last = known.IsEmpty ? null : known[^1];

        // A clock that was set back makes no period that overlaps the one before it.
        var start = last is not null && last.EndTime > ended.StartTime ? last.EndTime : ended.StartTime;
        if (now < start || (ended.HeldBy.Length > 0 && now - start < ShortestHold))
        {
            return known;
        }

        var period = new StepPeriod { Name = ended.Name, Component = ended.Component, HeldBy = ended.HeldBy, Attempt = ended.Attempt, StartTime = start, EndTime = now };
        return last is not null && IsContinued(last, period)
            ? known.SetItem(known.Length - 1, last with { EndTime = now, Attempt = Math.Max(last.Attempt, ended.Attempt) })
            : (known.Length < MostPeriods ? known : known.RemoveRange(0, known.Length - MostPeriods + 1)).Add(period);
    }

    private static bool IsSame(NodeStepStatus ended, NodeStepStatus? next) =>
        next is not null && ended.Name == next.Name && ended.Component == next.Component && ended.HeldBy == next.HeldBy;

    private static bool IsContinued(StepPeriod last, StepPeriod period) =>
        last.Name == period.Name && last.Component == period.Component && last.HeldBy == period.HeldBy && last.EndTime == period.StartTime;
}
