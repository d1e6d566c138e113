using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Tells by a clock whether maintenance windows let a node begin. Times are those of the window's own time zone, summer time included.</summary>
public static class WindowClock
{
    private const int LongestGapDays = 8;

    /// <summary>A time zone that this machine does not know; null: all are known.</summary>
    /// <param name="windows">The windows; none: always open.</param>
    public static string? Unknown(ImmutableArray<MaintenanceWindow> windows) =>
        windows.Select(window => window.TimeZone).FirstOrDefault(zone => !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));

    /// <summary>May a node be begun now?</summary>
    /// <param name="windows">The windows; none: always open.</param>
    /// <param name="now">The operator's time.</param>
    public static bool IsOpen(ImmutableArray<MaintenanceWindow> windows, DateTimeOffset now) =>
        windows.IsEmpty || windows.Any(window => Openings(window, now).Any(opening => opening.Start <= now && now < opening.LastStart));

    /// <summary>Time until the window closes in which a node may be begun now, of several the longest; null: none may.</summary>
    public static TimeSpan? Left(ImmutableArray<MaintenanceWindow> windows, DateTimeOffset now) => windows.SelectMany(window => Openings(window, now))
        .Where(opening => opening.Start <= now && now < opening.LastStart).Select(opening => (TimeSpan?)(opening.End - now)).Max();

    /// <summary>The longest time that any of them is open.</summary>
    public static TimeSpan Longest(ImmutableArray<MaintenanceWindow> windows, DateTimeOffset now) =>
        windows.SelectMany(window => Openings(window, now)).Select(opening => opening.End - opening.Start).DefaultIfEmpty().Max();

    /// <summary>When the next node may be begun, if none may now; null: never within a week.</summary>
    /// <param name="windows">The windows; none: always open.</param>
    /// <param name="now">The operator's time.</param>
    public static DateTimeOffset? NextOpening(ImmutableArray<MaintenanceWindow> windows, DateTimeOffset now)
    {
        var next = windows.SelectMany(window => Openings(window, now)).Where(opening => opening.Start > now && opening.Start < opening.LastStart)
            .Select(opening => (DateTimeOffset?)opening.Start);
        return next.Min();
    }

    /// <summary>Openings from yesterday's on, which may last until today.</summary>
    private static IEnumerable<Opening> Openings(MaintenanceWindow window, DateTimeOffset now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(window.TimeZone, out var zone))
        {
            yield break;
        }

        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var (start, end) = (TimeOnly.ParseExact(window.Start, "HH:mm", CultureInfo.InvariantCulture), TimeOnly.ParseExact(window.End, "HH:mm", CultureInfo.InvariantCulture));
        for (var day = -1; day <= LongestGapDays; day++)
        {
            var date = today.AddDays(day);
            if (window.Days.IsEmpty || window.Days.Contains((Weekday)date.DayOfWeek))
            {
                var closes = Moment(zone, date.AddDays(end <= start ? 1 : 0) + end.ToTimeSpan());
                yield return new Opening(Moment(zone, date + start.ToTimeSpan()), closes - TimeSpan.FromMinutes(window.LastStartMinutes), closes);
            }
        }
    }

    /// <summary>A local time that summer time skips is one hour later.</summary>
    private static DateTimeOffset Moment(TimeZoneInfo zone, DateTime local)
    {
        var valid = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(valid, zone.GetUtcOffset(valid));
    }

    private readonly record struct Opening(DateTimeOffset Start, DateTimeOffset LastStart, DateTimeOffset End);
}
