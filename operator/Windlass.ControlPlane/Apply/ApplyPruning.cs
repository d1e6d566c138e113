using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>Removes what a manager applied last time and applies no longer, unless somebody still owns it or something below it.</summary>
internal static class ApplyPruning
{
    /// <param name="node">Changed in place.</param>
    /// <param name="last">What the manager owned before.</param>
    /// <param name="kept">What it applies now and what all others own.</param>
    public static void Prune(JsonNode node, SchemaNode? schema, FieldSet last, FieldSet kept)
    {
        foreach (var (element, lastChild) in last.Children)
        {
            if (!TryFind(node, schema, element, out var child, out var childSchema))
                continue;
            var keptChild = kept.Child(element);
            if (keptChild.IsEmpty && lastChild.Owns)
            {
                Remove(node, schema, element);
                continue;
            }
            if (child is null || CountOf(child) == 0)
                continue;
            Prune(child, childSchema, lastChild, keptChild);
            // A struct that only existed for what was in it goes with the last of it.
            if (CountOf(child) == 0 && keptChild.IsEmpty)
                Remove(node, schema, element);
        }
    }

    private static int CountOf(JsonNode node) => node switch
    {
        JsonObject map => map.Count,
        JsonArray list => list.Count,
        _ => 0,
    };

    private static bool TryFind(JsonNode node, SchemaNode? schema, PathElement element, out JsonNode? child, out SchemaNode? childSchema)
    {
        child = null;
        childSchema = null;
        switch (node)
        {
            case JsonObject map when element.IsField(out var name):
                childSchema = schema?.Member(name);
                return map.TryGetPropertyValue(name, out child);
            case JsonArray list when schema is not null && IndexOf(list, schema, element) is var at && at >= 0:
                childSchema = schema.Items;
                child = list[at];
                return true;
            default:
                return false;
        }
    }

    private static void Remove(JsonNode node, SchemaNode? schema, PathElement element)
    {
        if (node is JsonObject map && element.IsField(out var name))
            map.Remove(name);
        else if (node is JsonArray list && schema is not null && IndexOf(list, schema, element) is var at && at >= 0)
            list.RemoveAt(at);
    }

    private static int IndexOf(JsonArray list, SchemaNode schema, PathElement element)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (ListElement.Of(schema, list[i]) == element)
                return i;
        }
        return -1;
    }
}
