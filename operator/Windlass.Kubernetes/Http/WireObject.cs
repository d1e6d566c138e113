using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Http;

/// <summary>JSON to objects; what does not fit is a failure that names where.</summary>
internal static class WireObject
{
    public static ApiOutcome<T> Decode<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? value : Garbled(type, "null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return Garbled(type, e.Message);
        }
    }

    public static ApiOutcome<T> Decode<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json.Deserialize(type) is { } value ? value : Garbled(type, "null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return Garbled(type, $"{NameOf(json)}: {e.Message}");
        }
    }

    private static ApiFailure Garbled(JsonTypeInfo type, string why) =>
        new ApiFailure.Unavailable($"the server's {type.Type.Name} cannot be read: {why}");

    private static string NameOf(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object
        && json.TryGetProperty("metadata", out var metadata)
        && metadata.ValueKind is JsonValueKind.Object
        && metadata.TryGetProperty("name", out var name)
            ? name.ToString()
            : "an object without a name";
}
