using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windlass.Kubernetes.Wire;

/// <summary><c>metav1.MicroTime</c>: UTC with exactly six fraction digits; the API server refuses seven, which is what .NET writes by itself.</summary>
public sealed class MicroTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
