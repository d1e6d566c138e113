using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Windlass.Operator.Simulating;

/// <summary>JSON of a forecast, and of the seconds it is made with, by source generation.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ForecastDocument))]
[JsonSerializable(typeof(ImmutableDictionary<string, double>))]
internal sealed partial class ForecastJson : JsonSerializerContext;
