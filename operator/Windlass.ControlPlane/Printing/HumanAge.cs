namespace Windlass.ControlPlane.Printing;

/// <summary>Durations as kubectl prints them: at most two units, the second one only while it matters.</summary>
public static class HumanAge
{
    /// <summary>For example 95s, 2m9s, 17m, 3h20m, 5d.</summary>
    /// <param name="age">How long ago; up to a second in the future counts as now, beyond that it is invalid.</param>
    public static string Of(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 60 * 2 => $"{seconds}s",
            < 60 * 10 => Pair(seconds / 60, "m", seconds % 60, "s"),
            < 60 * 60 * 3 => $"{seconds / 60}m",
            < 60 * 60 * 8 => Pair(seconds / 3600, "h", seconds / 60 % 60, "m"),
            < 60 * 60 * 48 => $"{seconds / 3600}h",
            < 60 * 60 * 24 * 8 => Pair(seconds / 86400, "d", seconds / 3600 % 24, "h"),
            < 60 * 60 * 24 * 365 * 2 => $"{seconds / 86400}d",
            < 60L * 60 * 24 * 365 * 8 => Pair(seconds / 31536000, "y", seconds / 86400 % 365, "d"),
            _ => $"{seconds / 31536000}y",
        };
    }

    private static string Pair(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}
