using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>One step of a field path as FieldsV1 writes it: <c>f:name</c>, <c>k:{"type":"Ready"}</c>, <c>v:"x"</c> or <c>i:0</c>.</summary>
internal readonly record struct PathElement : IComparable<PathElement>
{
    private PathElement(string wire) => Wire = wire;

    /// <summary>The canonical text: JSON without spaces, keys in ordinal order.</summary>
    public string Wire { get; }

    public static PathElement Field(string name) => new($"f:{name}");

    /// <param name="canonicalKey">The key fields as <see cref="ListItems.KeyOf"/> gives them.</param>
    public static PathElement Key(string canonicalKey) => new($"k:{canonicalKey}");

    public static PathElement Value(JsonNode? value) => new($"v:{JsonFacts.Quote(value)}");

    /// <returns>False when the text is no path element.</returns>
    public static bool TryParse(string wire, out PathElement element)
    {
        element = default;
        if (wire.Length < 2 || wire[1] != ':')
            return false;
        switch (wire[0])
        {
            case 'f':
                element = new PathElement(wire);
                return true;
            case 'i' when int.TryParse(wire.AsSpan(2), out _):
                element = new PathElement(wire);
                return true;
            case 'v' when TryJson(wire[2..], out var value):
                element = Value(value);
                return true;
            case 'k' when TryJson(wire[2..], out var key) && key is JsonObject fields:
                element = new PathElement($"k:{JsonFacts.Quote(Sorted(fields))}");
                return true;
            default:
                return false;
        }
    }

    /// <summary>How paths are shown in conflicts: <c>.name</c>, <c>[type="Ready"]</c>, <c>[="x"]</c>, <c>[0]</c>.</summary>
    public override string ToString() => Wire[0] switch
    {
        'f' => $".{Wire[2..]}",
        'v' => $"[={Wire[2..]}]",
        'k' when TryJson(Wire[2..], out var key) && key is JsonObject fields =>
            $"[{string.Join(",", fields.Select(field => $"{field.Key}={JsonFacts.Quote(field.Value)}"))}]",
        _ => $"[{Wire[2..]}]",
    };

    public int CompareTo(PathElement other) => string.CompareOrdinal(Wire, other.Wire);

    public bool IsField(out string name)
    {
        name = Wire[0] == 'f' ? Wire[2..] : "";
        return Wire[0] == 'f';
    }

    private static bool TryJson(string text, out JsonNode? value)
    {
        try
        {
            value = JsonNode.Parse(text);
            return IsReadable(value);
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    // A parsed object with a repeated key throws when it is first read; such a key identifies nothing.
    private static bool IsReadable(JsonNode? value)
    {
        try
        {
            _ = value?.DeepClone().ToJsonString();
            return value is not JsonObject map || map.Count >= 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonObject Sorted(JsonObject fields)
    {
        var sorted = new JsonObject();
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            sorted[name] = value?.DeepClone();
        return sorted;
    }
}
