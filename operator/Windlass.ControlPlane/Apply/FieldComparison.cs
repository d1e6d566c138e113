using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>One comparison of two states. A container that appears or vanishes is itself a change, besides its contents.</summary>
internal sealed class FieldComparison
{
    private FieldSet added = FieldSet.Empty;
    private FieldSet modified = FieldSet.Empty;
    private FieldSet removed = FieldSet.Empty;

    private FieldComparison()
    {
    }

    public static FieldChanges Between(JsonObject? before, JsonObject after, string? subresource, StructuralSchema? schema)
    {
        var run = new FieldComparison();
        run.VisitMaps(before ?? [], after, schema?.Root ?? ObjectMetaSchema.Untyped, []);
        return new FieldChanges(Reachable(run.added), Reachable(run.modified), Reachable(run.removed));

        FieldSet Reachable(FieldSet set) => Stripped.Reachable(Stripped.From(set), subresource, schema is { HasStatus: true });
    }

    private void Visit(Presence before, Presence after, SchemaNode? schema, ImmutableArray<PathElement> path)
    {
        if (AreMaps(before, after, schema))
            VisitMaps(before.Value as JsonObject ?? [], after.Value as JsonObject ?? [], schema, path);
        else if (AreLists(before, after, schema))
            VisitLists(before.Value as JsonArray ?? [], after.Value as JsonArray ?? [], schema!, path);
        else if (before.Exists && after.Exists)
        {
            if (!JsonNode.DeepEquals(before.Value, after.Value))
                modified = Insert(modified, path);
            return;
        }
        if (!before.Exists)
            added = Insert(added, path);
        else if (!after.Exists)
            removed = Insert(removed, path);
    }

    private static bool AreMaps(Presence before, Presence after, SchemaNode? schema) =>
        schema is not { AtomicMap: true } && Fits<JsonObject>(before) && Fits<JsonObject>(after) && (CountOf(before) > 0 || CountOf(after) > 0);

    private static bool AreLists(Presence before, Presence after, SchemaNode? schema) =>
        schema is { ListKind: not ListKind.Atomic }
            && Fits<JsonArray>(before)
            && Fits<JsonArray>(after)
            && (CountOf(before) > 0 || CountOf(after) > 0);

    private static bool Fits<T>(Presence side) => !side.Exists || side.Value is T;

    private static int CountOf(Presence side) => side.Value switch
    {
        JsonObject map => map.Count,
        JsonArray list => list.Count,
        _ => 0,
    };

    private void VisitMaps(JsonObject before, JsonObject after, SchemaNode? schema, ImmutableArray<PathElement> path)
    {
        foreach (var name in before.Select(member => member.Key).Union(after.Select(member => member.Key), StringComparer.Ordinal))
            Visit(Presence.In(before, name), Presence.In(after, name), schema?.Member(name), path.Add(PathElement.Field(name)));
    }

    private void VisitLists(JsonArray before, JsonArray after, SchemaNode schema, ImmutableArray<PathElement> path)
    {
        var old = ByElement(before, schema);
        var current = ByElement(after, schema);
        foreach (var element in old.Keys.Union(current.Keys))
            Visit(Presence.In(old, element), Presence.In(current, element), schema.Items, path.Add(element));
    }

    private static Dictionary<PathElement, JsonNode?> ByElement(JsonArray list, SchemaNode schema)
    {
        var items = new Dictionary<PathElement, JsonNode?>();
        foreach (var item in list)
        {
            if (ListElement.Of(schema, item) is { } element)
                items.TryAdd(element, item);
        }
        return items;
    }

    private static FieldSet Insert(FieldSet set, ReadOnlySpan<PathElement> path) =>
        path.IsEmpty ? set with { Owns = true } : set.With(path[0], Insert(set.Child(path[0]), path[1..]));

    private static FieldSet Insert(FieldSet set, ImmutableArray<PathElement> path) => Insert(set, path.AsSpan());
}
