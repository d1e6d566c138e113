using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Windlass.Operator.Plugin;

/// <summary>JSON of the answers, by source generation.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(WhyDocument))]
[JsonSerializable(typeof(ImmutableArray<DrainLine>))]
[JsonSerializable(typeof(ImmutableArray<HistoryLine>))]
internal sealed partial class PluginJson : JsonSerializerContext;
