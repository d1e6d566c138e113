using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Importing;

/// <summary>A host as inventories write it: a name with ranges (<c>node[01:12]</c>, <c>rack-[a:c]</c>) and perhaps a port.</summary>
/// <param name="Names">The names it stands for; empty when <paramref name="Problem"/> says why there are none.</param>
/// <param name="Port">Port behind a colon; null: none.</param>
/// <param name="Problem">What is wrong with it; null: nothing.</param>
internal sealed partial record HostPattern(ImmutableArray<string> Names, string? Port, string? Problem)
{
    private const int MostNames = 10_000;

    /// <summary>Total: every text is either names or a problem.</summary>
    public static HostPattern Parse(string text)
    {
        var literal = BracketedAddress().Match(text);
        if (literal.Success)
        {
            return new HostPattern([literal.Groups[1].Value], literal.Groups[2].Success ? literal.Groups[2].Value : null, null);
        }

        var (name, port) = SplitPort(text);
        return Expand(name) is { IsDefault: false } names
            ? new HostPattern(names, port, null)
            : new HostPattern([], null, $"'{name}' is no host name or range; ranges are written [1:9], [01:12], [1:9:2] or [a:f]");
    }

    /// <summary>One colon outside of ranges parts name and port; more than one make an IPv6 address.</summary>
    private static (string Name, string? Port) SplitPort(string text)
    {
        var plain = Range().Replace(text, match => new string('x', match.Length));
        var colon = plain.IndexOf(':');
        return colon > 0 && colon == plain.LastIndexOf(':') ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }

    /// <summary>Default: not a usable pattern.</summary>
    private static ImmutableArray<string> Expand(string pattern)
    {
        ImmutableArray<string> names = [""];
        var at = 0;
        foreach (Match range in Range().Matches(pattern))
        {
            var values = Values(range);
            if (values.IsDefaultOrEmpty || (long)names.Length * values.Length > MostNames)
            {
                return default;
            }

            var before = pattern[at..range.Index];
            names = [.. names.SelectMany(name => values.Select(value => name + before + value))];
            at = range.Index + range.Length;
        }

        var rest = pattern[at..];
        names = [.. names.Select(name => name + rest)];
        return names[0].Length > 0 && names[0].AsSpan().IndexOfAny("[]") < 0 ? names : default;
    }

    private static ImmutableArray<string> Values(Match range)
    {
        var (first, last, step) = (range.Groups[1].Value, range.Groups[2].Value, range.Groups[3].Success ? range.Groups[3].Value : "1");
        if (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var by) || by < 1)
        {
            return default;
        }

        if (first.Length == 1 && last.Length == 1 && char.IsAsciiLetter(first[0]) && char.IsAsciiLetter(last[0]))
        {
            return Counted(first[0], last[0], by, number => ((char)number).ToString());
        }

        first = first.Length == 0 ? "0" : first;
        var isPadded = first.Length > 1 && first[0] == '0';
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && (!isPadded || first.Length == last.Length)
            ? Counted(from, to, by, number => number.ToString(CultureInfo.InvariantCulture).PadLeft(isPadded ? first.Length : 0, '0'))
            : default;
    }

    private static ImmutableArray<string> Counted(int from, int to, int by, Func<int, string> text)
    {
        if (to < from || ((long)to - from) / by >= MostNames)
        {
            return default;
        }

        var count = ((to - from) / by) + 1;
        return [.. Enumerable.Range(0, count).Select(index => text(from + (index * by)))];
    }

    [GeneratedRegex(@"\[([0-9A-Za-z]*):([0-9A-Za-z]+)(?::([0-9]+))?\]", RegexOptions.CultureInvariant)]
    private static partial Regex Range();

    [GeneratedRegex(@"\A\[([0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)\](?::([0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex BracketedAddress();
}
