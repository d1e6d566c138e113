using System.Globalization;

namespace Windlass.Nodes.Answers;

/// <summary>Times as the node prints them: seconds since 1970 with a fraction.</summary>
internal static class NodeTime
{
    /// <summary>Null for anything else.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds > 250_000_000_000m)
        {
            return null;
        }

        return DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }

    /// <summary>A moment on systemd's monotonic clock as wall-clock time; null for 0, which means never.</summary>
    /// <param name="microseconds">Since boot.</param>
    /// <param name="wall">Wall clock at <paramref name="uptime"/>.</param>
    /// <param name="uptime">Seconds since boot.</param>
    public static DateTimeOffset? FromMonotonic(string? microseconds, DateTimeOffset wall, decimal uptime)
    {
        if (!long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value is 0 or > 9_000_000_000_000_000)
        {
            return null;
        }

        // Guarded, because an answer may say anything: the age must keep the result inside the calendar.
        var age = (uptime * 1_000_000m) - value;
        return age is > 1e16m or < -1e15m ? null : wall.AddTicks(-(long)(age * 10m));
    }
}
