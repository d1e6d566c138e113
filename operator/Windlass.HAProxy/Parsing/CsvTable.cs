using System.Collections.Immutable;
using System.Text;

namespace Windlass.HAProxy.Parsing;

/// <summary>
/// The CSV of <c>show stat</c>: a header that begins with <c># </c>, rows until an empty line. Read by header name, as columns are
/// appended by newer versions. Quotes matter: the last check's text comes from the checked service and may hold commas and line feeds.
/// </summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;

    private CsvTable(Dictionary<string, int> columns, ImmutableArray<ImmutableArray<string>> rows)
    {
        _columns = columns;
        Rows = rows;
    }

    internal ImmutableArray<ImmutableArray<string>> Rows { get; }

    /// <summary>The field of a row; empty when the column or the field is not there.</summary>
    internal string Field(ImmutableArray<string> row, string column) =>
        _columns.TryGetValue(column, out var index) && index < row.Length ? row[index] : "";

    /// <summary>Reads a table that starts at the beginning of the text.</summary>
    /// <param name="text">The answer from the header on.</param>
    /// <param name="table">The table; null when there is no header.</param>
    /// <param name="rest">What follows the table.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out CsvTable table, out ReadOnlySpan<char> rest)
    {
        table = null!;
        rest = text;
        if (!text.StartsWith("# ", StringComparison.Ordinal))
        {
            return false;
        }

        rest = text[2..];
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in ReadRow(ref rest))
        {
            columns.TryAdd(name, columns.Count);
        }

        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        while (!rest.IsEmpty && rest[0] != '\n')
        {
            rows.Add(ReadRow(ref rest));
        }

        table = new CsvTable(columns, rows.ToImmutable());
        rest = rest.TrimStart('\n');
        return true;
    }

    private static ImmutableArray<string> ReadRow(ref ReadOnlySpan<char> text)
    {
        var fields = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            fields.Add(ReadField(ref text));
            if (text.IsEmpty)
            {
                return fields.ToImmutable();
            }

            var end = text[0];
            text = text[1..];
            if (end == '\n')
            {
                return fields.ToImmutable();
            }
        }
    }

    /// <summary>Leaves the text at the comma or line feed behind the field, or at the end.</summary>
    private static string ReadField(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            var end = text.IndexOfAny(',', '\n');
            var plain = end < 0 ? text : text[..end];
            text = text[plain.Length..];
            return plain.TrimEnd('\r').ToString();
        }

        text = text[1..];
        var field = new StringBuilder();
        while (!text.IsEmpty)
        {
            var quote = text.IndexOf('"');
            field.Append(quote < 0 ? text : text[..quote]);
            text = quote < 0 ? [] : text[(quote + 1)..];
            if (text.IsEmpty || text[0] != '"')
            {
                break;
            }

            field.Append('"');
            text = text[1..];
        }

        // Whatever stands between the closing quote and the next separator is not ours to understand.
        var separator = text.IndexOfAny(',', '\n');
        text = separator < 0 ? [] : text[separator..];
        return field.ToString();
    }
}
