using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Printing;

internal abstract record JsonPathStep
{
    private JsonPathStep()
    {
    }

    public sealed record Field(string Name) : JsonPathStep;

    /// <param name="Index">Negative counts from the end.</param>
    public sealed record Item(int Index) : JsonPathStep;

    public sealed record Every : JsonPathStep;

    /// <summary><c>[?(@.path == literal)]</c>.</summary>
    public sealed record Filter(ImmutableArray<JsonPathStep> Path, bool Negated, JsonNode? Literal, bool ExistsOnly) : JsonPathStep;
}
