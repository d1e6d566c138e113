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

    // The applied order wins. Items that only the live list has stay where they are relative to the next item both have: the same walk as
    // the real server's, so that a client sees the same order from both.
    private static JsonArray MergeLists(JsonArray live, JsonArray applied, SchemaNode schema)
    {
        var liveItems = live.Select(item => new Identified(ListElement.Of(schema, item), item)).ToList();
        var wanted = applied.Select(item => new Identified(ListElement.Of(schema, item), item)).ToList();
        var liveElements = liveItems.Select(item => item.Element).ToHashSet();
        var wantedElements = wanted.Select(item => item.Element).ToHashSet();
        var merged = new JsonArray();
        var at = 0;
        for (var i = 0; i < wanted.Count; i++)
        {
            var nextShared = wanted.Skip(i).FirstOrDefault(item => liveElements.Contains(item.Element)).Element;
            for (; at < liveItems.Count && liveItems[at].Element != nextShared; at++)
                AddUnlessWanted(merged, liveItems[at], wantedElements);
            var element = wanted[i].Element;
            merged.Add(Merge(liveItems.Find(item => item.Element == element).Item, wanted[i].Item, schema.Items));
            if (at < liveItems.Count && liveItems[at].Element == element)
                at++;
        }
        for (; at < liveItems.Count; at++)
            AddUnlessWanted(merged, liveItems[at], wantedElements);
        return merged;
    }

    private static void AddUnlessWanted(JsonArray merged, Identified item, HashSet<PathElement?> wanted)
    {
        if (!wanted.Contains(item.Element))
            merged.Add(item.Item?.DeepClone());
    }

    private readonly record struct Identified(PathElement? Element, JsonNode? Item);
}
