using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Storage;

/// <summary>JSON trees to and from UTF-8, without escaping what JSON itself does not require to be escaped.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static JsonObject Object(ReadOnlySpan<byte> utf8) =>
        JsonNode.Parse(utf8) as JsonObject ?? throw new InvalidDataException("A stored object is not a JSON object.");

    public static string Text(this JsonObject? parent, string name) =>
        parent?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static JsonObject? Child(this JsonObject? parent, string name) => parent?[name] as JsonObject;

    /// <summary>The object of that name, made when it is missing or something else.</summary>
    public static JsonObject ChildOrNew(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        var created = new JsonObject();
        parent[name] = created;
        return created;
    }

    /// <summary>Sets the member, or removes it when there is nothing to set.</summary>
    public static void Put(this JsonObject parent, string name, JsonNode? value)
    {
        if (value is null)
            parent.Remove(name);
        else
            parent[name] = value;
    }

    public static IEnumerable<string> Strings(this JsonObject? parent, string name)
    {
        if (parent?[name] is not JsonArray array)
            yield break;
        foreach (var item in array)
        {
            if (item is JsonValue value && value.TryGetValue<string>(out var text))
                yield return text;
        }
    }

    public static JsonArray Array(IEnumerable<string> items)
    {
        var array = new JsonArray();
        foreach (var item in items)
            array.Add((JsonNode)item);
        return array;
    }
}
