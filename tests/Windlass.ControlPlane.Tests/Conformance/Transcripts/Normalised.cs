using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>Takes out of kubectl's output what must differ between two servers, and nothing else.</summary>
internal static partial class Normalised
{
    /// <summary>Of one command.</summary>
    /// <param name="began">When the script began: moments before that were written in the script, and must be equal.</param>
    /// <param name="exit">Exit code; null where we ended it.</param>
    public static ImmutableArray<string> Lines(DateTimeOffset began, string output, string errors, int? exit) =>
    [
        .. Split(output).Select(line => $"out {Line(began, line)}"),
        .. Sorted([.. Split(errors).Select(line => $"err {Line(began, line)}")]),
        $"exit {exit?.ToString(CultureInfo.InvariantCulture) ?? "-"}",
    ];

    /// <summary>Upstream tells the faults of one object in any order.</summary>
    private static IEnumerable<string> Sorted(string[] lines) =>
        lines.Any(IsFault) ? [.. lines.TakeWhile(line => !IsFault(line)), .. lines.SkipWhile(line => !IsFault(line)).Order(StringComparer.Ordinal)] : lines;

    private static bool IsFault(string line) => Fault().IsMatch(line);

    private static string Line(DateTimeOffset began, string line)
    {
        line = Moment().Replace(line, match => IsOld(began, match.Value) ? match.Value : "TIME");
        line = Uid().Replace(line, "UID");
        line = Version().Replace(line, "$1RV");
        line = LogHead().Replace(line, "");
        line = Address().Replace(line, "SERVER");
        line = DiffFolder().Replace(line, "$1");
        line = Age().Replace(line, "AGE");
        // Columns are as wide as their widest cell, an age among others.
        return Blanks().Replace(line, "  ").TrimEnd();
    }

    private static bool IsOld(DateTimeOffset began, string moment) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time < began.AddSeconds(-2);

    private static IEnumerable<string> Split(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    /// <summary>As JSON has it, and as diff(1) has it.</summary>
    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| \+0000)")]
    private static partial Regex Moment();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("""((?:resourceVersion"?|Resource Version|RV): *"?)\d+""", RegexOptions.IgnoreCase)]
    private static partial Regex Version();

    /// <summary>klog's: day, time, process, line of kubectl's source.</summary>
    [GeneratedRegex(@"^[WE]\d{4} [0-9:.]+ +\d+ \w+\.go:\d+\] ")]
    private static partial Regex LogHead();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?:/[^ /]+)*/((?:LIVE|MERGED))-\d+")]
    private static partial Regex DiffFolder();

    /// <summary>Up to ten minutes: longer ones are no ages of what a script made.</summary>
    [GeneratedRegex(@"(?<![\w.:/-])\d(?:m\d{0,2}s?|\d{0,2}s)(?![\w-])")]
    private static partial Regex Age();

    /// <summary>A line of a validation's list, and one of server-side apply's.</summary>
    [GeneratedRegex(@"^err (\* |  \.)spec\.")]
    private static partial Regex Fault();

    [GeneratedRegex(@"(?<=\S) {2,}")]
    private static partial Regex Blanks();
}
