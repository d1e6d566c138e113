using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>Schemas as <c>openapi.v2.Schema</c> messages, as far as kubectl reads them: no bounds, no defaults.</summary>
internal static class V2Schemas
{
    private const string GroupVersionKindExtension = "x-kubernetes-group-version-kind";

    /// <summary>An entry of a map of schemas.</summary>
    public static ProtobufMessage Named(string name, JsonObject schema) =>
        new ProtobufMessage().Text(Field.Name, name).Message(Field.Value, Encode(schema));

    /// <summary>An extension, its value as YAML (of which JSON is a part).</summary>
    public static ProtobufMessage Extension(string name, JsonNode value) => new ProtobufMessage()
        .Text(Field.Name, name)
        .Message(Field.Value, new ProtobufMessage().Text(Field.AnyYaml, $"{JsonFacts.Quote(value)}\n"));

    private static ProtobufMessage Encode(JsonObject schema)
    {
        var message = new ProtobufMessage()
            .Text(Field.Reference, JsonFacts.Text(schema["$ref"]))
            .Text(Field.Format, JsonFacts.Text(schema["format"]))
            .Text(Field.Description, JsonFacts.Text(schema["description"]));
        if (!IsOpen(schema))
            EncodeStructure(message, schema);
        if (schema[GroupVersionKindExtension] is { } identity)
            message.Message(Field.Extensions, Extension(GroupVersionKindExtension, identity));
        return message;
    }

    private static void EncodeStructure(ProtobufMessage message, JsonObject schema)
    {
        foreach (var name in schema["required"] as JsonArray ?? [])
            message.Text(Field.Required, JsonFacts.Text(name));
        if (schema["additionalProperties"] is JsonObject values)
            message.Message(Field.AdditionalProperties, new ProtobufMessage().Message(Field.AdditionalSchema, Encode(values)));
        if (JsonFacts.Text(schema["type"]) is { } type)
            message.Message(Field.Type, new ProtobufMessage().Text(Field.Entries, type));
        if (schema["items"] is JsonObject items)
            message.Message(Field.Items, new ProtobufMessage().Message(Field.Entries, Encode(items)));
        if (schema["properties"] is JsonObject { Count: > 0 } members)
        {
            var entries = members.Where(member => member.Value is JsonObject).Select(member => Named(member.Key, (JsonObject)member.Value!));
            message.Message(Field.Properties, new ProtobufMessage().Messages(Field.Entries, entries));
        }
    }

    // Version 2 knows neither null nor "integer or string" nor declared and free fields side by side. Such a level is left open,
    // otherwise old clients refuse objects that the server accepts.
    private static bool IsOpen(JsonObject schema) =>
        JsonFacts.Flag(schema["nullable"]) == true
        || JsonFacts.Flag(schema["x-kubernetes-int-or-string"]) == true
        || JsonFacts.Flag(schema["x-kubernetes-preserve-unknown-fields"]) == true;

    private static class Field
    {
        public const int Name = 1;
        public const int Value = 2;
        public const int Entries = 1;
        public const int AnyYaml = 2;
        public const int Reference = 1;
        public const int Format = 2;
        public const int Description = 4;
        public const int Required = 19;
        public const int AdditionalProperties = 21;
        public const int AdditionalSchema = 1;
        public const int Type = 22;
        public const int Items = 23;
        public const int Properties = 25;
        public const int Extensions = 31;
    }
}
