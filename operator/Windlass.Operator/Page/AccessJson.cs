using System.Text.Json.Serialization;

namespace Windlass.Operator.Page;

/// <summary>JSON of access reviews, by source generation.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessReview))]
internal sealed partial class AccessJson : JsonSerializerContext;
