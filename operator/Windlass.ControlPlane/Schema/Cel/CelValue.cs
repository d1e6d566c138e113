using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>A value during evaluation. Errors are values too: <c>false &amp;&amp; error</c> is false in CEL, so they cannot be exceptions.</summary>
internal abstract record CelValue
{
    private CelValue()
    {
    }

    public sealed record Nothing : CelValue;

    public sealed record Truth(bool Value) : CelValue;

    public sealed record Whole(long Value) : CelValue;

    public sealed record Real(double Value) : CelValue;

    public sealed record Text(string Value) : CelValue;

    public sealed record Sequence(ImmutableArray<CelValue> Items) : CelValue;

    public sealed record Mapping(JsonObject Source) : CelValue;

    public sealed record Failure(string Why) : CelValue;

    public static CelValue Of(JsonNode? node) => JsonFacts.ShapeOf(node) switch
    {
        JsonShape.Null => new Nothing(),
        JsonShape.Boolean => new Truth(JsonFacts.Flag(node) == true),
        JsonShape.Integer => JsonFacts.Whole(node) is { } whole ? new Whole(whole) : new Failure("integer overflow"),
        JsonShape.Number => new Real((double)(JsonFacts.Number(node) ?? 0)),
        JsonShape.String => new Text(JsonFacts.Text(node)!),
        JsonShape.Array => new Sequence([.. ((JsonArray)node!).Select(Of)]),
        JsonShape.Object => new Mapping((JsonObject)node!),
        _ => new Failure("no such value"),
    };
}
