using System.Collections.Immutable;
using System.Text;

namespace Windlass.Operator.Plugin;

/// <summary>Columns as wide as they need to be, three spaces apart, as kubectl prints them.</summary>
internal static class Table
{
    /// <param name="head">Names of the columns.</param>
    /// <param name="rows">As many cells each; an empty one is shown as <c>-</c>.</param>
    public static string Of(ImmutableArray<string> head, IEnumerable<ImmutableArray<string>> rows)
    {
        ImmutableArray<ImmutableArray<string>> all = [head, .. rows];
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToImmutableArray();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            var cells = row.Select((cell, column) => (cell.Length == 0 ? "-" : cell).PadRight(widths[column]));
            text.Append(string.Join("   ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
