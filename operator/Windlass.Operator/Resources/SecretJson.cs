using System.Text.Json.Serialization;

namespace Windlass.Operator.Resources;

/// <summary>JSON of Secrets.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Secret))]
internal sealed partial class SecretJson : JsonSerializerContext;
