using System.Globalization;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Plugin;

/// <summary>Durations as people give them: 45s, 30m, 2h, 1h30m, 3d.</summary>
internal static partial class Span
{
    /// <summary>What is said of one that cannot be read.</summary>
    public const string Expected = "a duration is a number with s, m, h or d, for example 30m or 1h30m";

    /// <returns>Null: it is none, or longer than a year.</returns>
    public static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return null;
        }

        var seconds = Part(match, "d", 86400) + Part(match, "h", 3600) + Part(match, "m", 60) + Part(match, "s", 1);
        return seconds is > 0 and <= 366 * 86400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static long Part(Match match, string unit, long seconds) =>
        match.Groups[unit] is { Success: true, Value: var digits } ? long.Parse(digits, CultureInfo.InvariantCulture) * seconds : 0;

    [GeneratedRegex(@"\A(?:(?<d>[0-9]{1,6})d)?(?:(?<h>[0-9]{1,6})h)?(?:(?<m>[0-9]{1,6})m)?(?:(?<s>[0-9]{1,6})s)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
