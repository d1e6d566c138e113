using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>Total questions about a JSON node, whatever CLR value backs it (a parsed element, a long, a string).</summary>
internal static class JsonFacts
{
    public static JsonShape ShapeOf(JsonNode? node) => node switch
    {
        null => JsonShape.Null,
        JsonObject => JsonShape.Object,
        JsonArray => JsonShape.Array,
        _ => ShapeOfScalar(node),
    };

    public static string NameOf(JsonShape shape) => shape switch
    {
        JsonShape.Null => "null",
        JsonShape.Boolean => "boolean",
        JsonShape.Integer => "integer",
        JsonShape.Number => "number",
        JsonShape.String => "string",
        JsonShape.Array => "array",
        JsonShape.Object => "object",
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    public static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool? Flag(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static decimal? Number(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.Number)
            return null;
        return decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null;
    }

    /// <summary>The value as a 64-bit integer, or null when it is no number, not integral or too large.</summary>
    public static long? Whole(JsonNode? node) =>
        Number(node) is { } number && decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;

    /// <summary>The value as it is quoted in error messages: JSON without any escaping of letters outside ASCII.</summary>
    public static string Quote(JsonNode? node) => node?.ToJsonString(Wire.Relaxed) ?? "null";

    public static string Quote(string text) => JsonValue.Create(text).ToJsonString(Wire.Relaxed);

    private static JsonShape ShapeOfScalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => JsonShape.String,
        JsonValueKind.True or JsonValueKind.False => JsonShape.Boolean,
        JsonValueKind.Number => IsIntegral(node) ? JsonShape.Integer : JsonShape.Number,
        JsonValueKind.Object => JsonShape.Object,
        JsonValueKind.Array => JsonShape.Array,
        _ => JsonShape.Null,
    };

    private static bool IsIntegral(JsonNode node) => Number(node) is { } number && decimal.Truncate(number) == number;
}
