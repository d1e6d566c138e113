using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>Lays an apply configuration over the live object: maps by key, keyed lists by key, sets by value, the rest whole.</summary>
internal static class ApplyMerge
{
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, SchemaNode? schema) => (live, applied) switch
    {
        (JsonObject before, JsonObject wanted) when schema is not { AtomicMap: true } => MergeMaps(before, wanted, schema),
        (JsonArray before, JsonArray wanted) when schema is { ListKind: not ListKind.Atomic } => MergeLists(before, wanted, schema),
        _ => applied?.DeepClone(),
    };

    private static JsonObject MergeMaps(JsonObject live, JsonObject applied, SchemaNode? schema)
    {
        var merged = (JsonObject)live.DeepClone();
        foreach (var (name, value) in applied)
            merged[name] = Merge(live[name], value, schema?.Member(name));
        return merged;
    }

    // The applied order wins; items only the live list has stay before the item they preceded.
    private static JsonArray MergeLists(JsonArray live, JsonArray applied, SchemaNode schema)
    {
        var liveItems = live.Select(item => (Element: ListElement.Of(schema, item), Item: item)).ToList();
        var wanted = applied.Select(item => ListElement.Of(schema, item)).ToHashSet();
        var merged = new JsonArray();
        var done = new HashSet<PathElement?>();
        var at = 0;
        foreach (var item in applied)
        {
            for (; at < liveItems.Count && (!wanted.Contains(liveItems[at].Element) || done.Contains(liveItems[at].Element)); at++)
            {
                if (!wanted.Contains(liveItems[at].Element))
                    merged.Add(liveItems[at].Item?.DeepClone());
            }
            var element = ListElement.Of(schema, item);
            var counterpart = liveItems.Find(pair => pair.Element == element).Item;
            merged.Add(Merge(counterpart, item, schema.Items));
            done.Add(element);
        }
        foreach (var (element, item) in liveItems.Skip(at))
        {
            if (!wanted.Contains(element))
                merged.Add(item?.DeepClone());
        }
        return merged;
    }
}
