using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>
/// Text of a release from a template: <c>&lt;word&gt;</c> is replaced, and the lines from <c>@if CONDITION</c> to <c>@end</c> stay where
/// the condition holds: <c>since R</c>, <c>before R</c>, <c>in R R</c>, <c>slurp</c>, each perhaps after <c>not</c>.
/// </summary>
internal sealed partial class ReleaseTemplate(ImmutableArray<ReleaseRow> rows)
{
    private readonly ImmutableArray<string> _names = [.. rows.Select(row => row.Name)];

    public string Expand(string template, ReleaseRow row)
    {
        var text = new StringBuilder();
        bool? holds = null;
        foreach (var line in template.Split('\n'))
        {
            if (line.StartsWith("@if ", StringComparison.Ordinal))
            {
                holds = holds is null ? Holds(line[4..].Split(' '), row) : throw new FormatException($"{line}: inside of another");
            }
            else if (line == "@end")
            {
                holds = holds is null ? throw new FormatException("@end without @if") : null;
            }
            else if (holds is not false)
            {
                text.Append(Filled(line, row)).Append('\n');
            }
        }

        return holds is null ? text.ToString(0, text.Length - 1) : throw new FormatException("@if without @end");
    }

    private static string Filled(string line, ReleaseRow row) =>
        Word().Replace(line, match => row.Words.TryGetValue(match.Groups[1].Value, out var word) ? word : throw Unknown(match.Value));

    private bool Holds(ReadOnlySpan<string> condition, ReleaseRow row) => condition switch
    {
        ["not", .. var rest] => !Holds(rest, row),
        ["since", var name] => Position(row.Name) >= Position(name),
        ["before", var name] => Position(row.Name) < Position(name),
        ["slurp"] => row.SlurpFrom is not null,
        ["in", .. var names] => IsOneOf(row.Name, names),
        _ => throw Unknown(string.Join(' ', condition!)),
    };

    private bool IsOneOf(string release, ReadOnlySpan<string> names)
    {
        var found = false;
        foreach (var name in names)
        {
            found |= Position(name) == Position(release);
        }

        return found;
    }

    /// <summary>A name that is mistyped would silently hold nowhere.</summary>
    private int Position(string name) => _names.IndexOf(name) is var position and >= 0 ? position : throw Unknown(name);

    private static FormatException Unknown(string what) => new($"{what}: unknown");

    [GeneratedRegex("<([A-Za-z]+)>")]
    private static partial Regex Word();
}
