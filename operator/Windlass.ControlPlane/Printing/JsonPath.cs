using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Printing;

/// <summary>The part of kubectl's JSON path that printer columns use. Parsed once; evaluation is total.</summary>
internal sealed record JsonPath(ImmutableArray<JsonPathStep> Steps)
{
    /// <param name="text">With or without the braces and the leading dot: <c>{.spec.x}</c>, <c>.spec.x</c>.</param>
    public static JsonPathOutcome Parse(string text) => new JsonPathParser(text).Parse();

    /// <returns>Every match in document order; empty when a step finds nothing. Null elements are JSON nulls that were found.</returns>
    public ImmutableArray<JsonNode?> Evaluate(JsonNode? root) => Walk(Steps, root);

    private static ImmutableArray<JsonNode?> Walk(ImmutableArray<JsonPathStep> steps, JsonNode? root)
    {
        ImmutableArray<JsonNode?> found = [root];
        foreach (var step in steps)
            found = [.. found.SelectMany(node => Take(step, node))];
        return found;
    }

    private static IEnumerable<JsonNode?> Take(JsonPathStep step, JsonNode? node) => (step, node) switch
    {
        (JsonPathStep.Field field, JsonObject map) => map.TryGetPropertyValue(field.Name, out var value) ? [value] : [],
        (JsonPathStep.Item item, JsonArray list) => Pick(list, item.Index),
        (JsonPathStep.Every, JsonArray list) => list,
        (JsonPathStep.Every, JsonObject map) => map.Select(member => member.Value),
        (JsonPathStep.Filter filter, JsonArray list) => list.Where(item => Holds(filter, item)),
        _ => [],
    };

    private static IEnumerable<JsonNode?> Pick(JsonArray list, int index)
    {
        var at = index < 0 ? list.Count + index : index;
        return at >= 0 && at < list.Count ? [list[at]] : [];
    }

    private static bool Holds(JsonPathStep.Filter filter, JsonNode? item)
    {
        var found = Walk(filter.Path, item);
        if (filter.ExistsOnly || found.IsEmpty)
            return !found.IsEmpty && filter.ExistsOnly;
        return JsonNode.DeepEquals(found[0], filter.Literal) != filter.Negated;
    }
}
