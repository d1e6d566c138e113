using System.Text.Json.Serialization;

namespace Windlass.Operator.Page;

/// <summary>JSON of the page, by source generation. The encoder is the strict one: the text can stand inside of HTML.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunPicture))]
[JsonSerializable(typeof(PageBeat))]
[JsonSerializable(typeof(PageRuns))]
[JsonSerializable(typeof(PageProblem))]
[JsonSerializable(typeof(PageAnswer))]
[JsonSerializable(typeof(SavedRun))]
internal sealed partial class PageJson : JsonSerializerContext;
