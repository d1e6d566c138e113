using System.Collections.Immutable;
using System.Text;

namespace Windlass.Operator.Importing;

/// <summary>Splits CSV (RFC 4180) into records. Total: a quote that is never closed reaches to the end.</summary>
internal static class CsvText
{
    /// <summary>Every record that is not an empty line.</summary>
    public static ImmutableArray<CsvRecord> Records(string text)
    {
        var records = ImmutableArray.CreateBuilder<CsvRecord>();
        var fields = ImmutableArray.CreateBuilder<string>();
        var field = new StringBuilder();
        var (line, began, isQuoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            line += letter == '\n' ? 1 : 0;
            if (letter == '"')
            {
                // Two quotes in a quoted field are one.
                isQuoted = isQuoted && i + 1 < text.Length && text[i + 1] == '"' ? Keep(field, ref i) : !isQuoted;
            }
            else if (isQuoted || letter is not (',' or '\n'))
            {
                field.Append(letter);
            }
            else
            {
                fields.Add(Take(field));
                if (letter == '\n')
                {
                    End(records, fields, began);
                    began = line;
                }
            }
        }

        fields.Add(Take(field));
        End(records, fields, began);
        return records.ToImmutable();
    }

    private static bool Keep(StringBuilder field, ref int at)
    {
        field.Append('"');
        at++;
        return true;
    }

    private static string Take(StringBuilder field)
    {
        var text = field.ToString().Trim();
        field.Clear();
        return text;
    }

    private static void End(ImmutableArray<CsvRecord>.Builder records, ImmutableArray<string>.Builder fields, int line)
    {
        if (fields.Count > 1 || fields[0].Length > 0)
        {
            records.Add(new CsvRecord(line, fields.ToImmutable()));
        }

        fields.Clear();
    }
}
