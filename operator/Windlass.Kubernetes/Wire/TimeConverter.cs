using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windlass.Kubernetes.Wire;

/// <summary><c>metav1.Time</c>: UTC, whole seconds, for example <c>2026-01-02T03:04:05Z</c>.</summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
