using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windlass.Charts.Tests;

/// <summary>Objects as YAML that people can read and diff: block style, keys in order.</summary>
internal static class Yaml
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One file, with a line that says where it comes from.</summary>
    public static string Of(IEnumerable<JsonObject> objects)
    {
        var text = new StringBuilder("# Written from charts/windlass by `make chart`; a test fails when it differs.\n");
        foreach (var one in objects)
        {
            text.Append("---\n");
            Append(text, one, 0);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonObject map, int depth)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', depth * 2).Append(IsPlain(key) ? key : JsonSerializer.Serialize(key, Plain)).Append(':');
            AppendValue(text, value, depth);
        }
    }

    private static void AppendValue(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                Append(text, map, depth + 1);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                AppendItems(text, list, depth + 1);
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void AppendItems(StringBuilder text, JsonArray list, int depth)
    {
        foreach (var item in list)
        {
            text.Append(' ', depth * 2).Append('-');
            if (item is not JsonObject { Count: > 0 } map)
            {
                AppendValue(text, item, depth);
                continue;
            }

            // The first key stands behind the dash.
            var at = text.Length;
            Append(text, map, depth + 1);
            text.Remove(at, (depth * 2) + 2).Insert(at, ' ');
        }
    }

    private static string Scalar(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && IsPlain((string)value!) ? (string)value! : value?.ToJsonString(Plain) ?? "null";

    /// <summary>Words that no YAML reader takes for anything but text; all else is written as JSON, which is YAML.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '/' or '_')
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NULL" or "Y" or "N");
}
