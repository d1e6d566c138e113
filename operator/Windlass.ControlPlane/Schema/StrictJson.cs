using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>Parses request bodies: total, and it notices duplicate keys, of which the last one wins.</summary>
internal sealed class StrictJson
{
    private const int DeepestNesting = 256;

    private readonly List<string> duplicates = [];

    private StrictJson()
    {
    }

    public static StrictJsonResult Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DeepestNesting, CommentHandling = JsonCommentHandling.Disallow });
        var run = new StrictJson();
        try
        {
            reader.Read();
            var node = run.ReadValue(ref reader, "");
            if (reader.Read())
                return new StrictJsonResult(null, [], "json parse error: unexpected text after the object");
            return node is JsonObject root
                ? new StrictJsonResult(root, [.. run.duplicates], null)
                : new StrictJsonResult(null, [], "json parse error: the body must be an object");
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with invalid UTF-8 or a lone surrogate.
            return new StrictJsonResult(null, [], $"json parse error: {refused.Message}");
        }
    }

    private JsonNode? ReadValue(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadMap(ref reader, path),
        JsonTokenType.StartArray => ReadList(ref reader, path),
        JsonTokenType.Null => null,
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.None => throw new JsonException("unexpected end of JSON input"),
        _ => JsonValue.Create(JsonElement.ParseValue(ref reader)),
    };

    private JsonObject ReadMap(ref Utf8JsonReader reader, string path)
    {
        var map = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var child = path.Length == 0 ? name : $"{path}.{name}";
            reader.Read();
            var value = ReadValue(ref reader, child);
            if (map.ContainsKey(name) && !duplicates.Contains(child))
                duplicates.Add(child);
            map[name] = value;
        }
        return map;
    }

    private JsonArray ReadList(ref Utf8JsonReader reader, string path)
    {
        var list = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader, $"{path}[{list.Count}]"));
        return list;
    }
}
