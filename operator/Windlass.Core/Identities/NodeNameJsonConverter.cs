using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windlass.Core.Identities;

/// <summary>A node name is a plain string in JSON.</summary>
public sealed class NodeNameJsonConverter : JsonConverter<NodeName>
{
    /// <inheritdoc/>
    public override NodeName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NodeName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
