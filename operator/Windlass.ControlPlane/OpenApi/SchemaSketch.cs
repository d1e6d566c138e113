using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>Short words for writing schemas by hand.</summary>
internal static class SchemaSketch
{
    public static JsonObject Text(string description) => Scalar("string", description);

    public static JsonObject Time(string description) => Scalar("string", description, "date-time");

    public static JsonObject Whole(string description, string format = "int32") => Scalar("integer", description, format);

    public static JsonObject Flag(string description) => Scalar("boolean", description);

    public static JsonObject ListOf(string description, JsonObject items) =>
        new() { ["description"] = description, ["type"] = "array", ["items"] = items };

    public static JsonObject MapOf(string description, JsonObject values) =>
        new() { ["description"] = description, ["type"] = "object", ["additionalProperties"] = values };

    public static JsonObject Struct(string description, params (string Name, JsonObject Schema)[] members)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in members)
            properties[name] = schema;
        return new JsonObject { ["description"] = description, ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject Scalar(string type, string description, string? format = null)
    {
        var schema = new JsonObject { ["description"] = description, ["type"] = type };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }
}
