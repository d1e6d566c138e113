using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Patching;

/// <summary>
/// Strategic merge patch for the built-in kinds this server has. Pure and total: a directive it cannot honour is a failure, not ignored.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteItems = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";

    /// <param name="kind">The object's kind: it decides which lists merge.</param>
    public static PatchOutcome Apply(string kind, JsonNode target, JsonNode patch)
    {
        if (target is not JsonObject map || patch is not JsonObject changes)
            return new PatchOutcome.Failed("a strategic merge patch must be an object", true);
        return MergeMaps(kind, map, changes, "") is { } merged
            ? new PatchOutcome.Patched(merged)
            : new PatchOutcome.Failed("unknown $patch directive", true);
    }

    private static JsonObject? MergeMaps(string kind, JsonObject target, JsonObject patch, string path)
    {
        var directive = JsonFacts.Text(patch[Directive]);
        if (directive is not (null or "replace" or "delete" or "merge"))
            return null;
        if (directive == "delete")
            return [];
        var merged = directive == "replace" ? [] : (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteItems, StringComparison.Ordinal))
                DeleteFromList(merged, name[DeleteItems.Length..], value);
            else if (!IsDirective(name) && !MergeMember(kind, merged, name, value, path))
                return null;
        }
        Retain(merged, patch[RetainKeys]);
        return merged;
    }

    private static bool IsDirective(string name) => name is Directive or RetainKeys || name.StartsWith(ElementOrder, StringComparison.Ordinal);

    private static bool MergeMember(string kind, JsonObject merged, string name, JsonNode? value, string path)
    {
        var child = path.Length == 0 ? name : $"{path}.{name}";
        switch (value)
        {
            case null:
                merged.Remove(name);
                return true;
            case JsonObject changes when JsonFacts.Text(changes[Directive]) == "delete":
                merged.Remove(name);
                return true;
            case JsonObject changes:
                var inner = MergeMaps(kind, merged[name] as JsonObject ?? [], changes, child);
                merged[name] = inner;
                return inner is not null;
            case JsonArray items when StrategicLists.MergeKey(kind, child) is { } key:
                var list = MergeLists(kind, merged[name] as JsonArray ?? [], items, key, child);
                merged[name] = list;
                return list is not null;
            default:
                merged[name] = WithoutDirectives(value);
                return true;
        }
    }

    private static JsonArray? MergeLists(string kind, JsonArray target, JsonArray patch, string key, string path)
    {
        if (key.Length == 0)
            return Unite(target, patch);
        var isReplaced = patch.Any(item => item is JsonObject only && only.Count == 1 && JsonFacts.Text(only[Directive]) == "replace");
        var merged = isReplaced ? [] : (JsonArray)target.DeepClone();
        foreach (var item in patch.OfType<JsonObject>().Where(item => item.ContainsKey(key)))
        {
            var at = IndexOf(merged, key, item[key]);
            if (JsonFacts.Text(item[Directive]) == "delete")
            {
                if (at >= 0)
                    merged.RemoveAt(at);
                continue;
            }
            if (MergeMaps(kind, at >= 0 ? (JsonObject)merged[at]! : [], item, path) is not { } combined)
                return null;
            if (at >= 0)
                merged[at] = combined;
            else
                merged.Add((JsonNode)combined);
        }
        return merged;
    }

    private static JsonArray Unite(JsonArray target, JsonArray patch)
    {
        var merged = (JsonArray)target.DeepClone();
        foreach (var item in patch)
        {
            if (!merged.Any(existing => JsonNode.DeepEquals(existing, item)))
                merged.Add(item?.DeepClone());
        }
        return merged;
    }

    private static void DeleteFromList(JsonObject merged, string name, JsonNode? unwanted)
    {
        if (merged[name] is not JsonArray list || unwanted is not JsonArray items)
            return;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (items.Any(item => JsonNode.DeepEquals(item, list[i])))
                list.RemoveAt(i);
        }
    }

    private static void Retain(JsonObject merged, JsonNode? names)
    {
        if (names is not JsonArray list)
            return;
        var kept = list.Select(JsonFacts.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var name in merged.Select(member => member.Key).Where(name => !kept.Contains(name)).ToArray())
            merged.Remove(name);
    }

    private static int IndexOf(JsonArray list, string key, JsonNode? wanted)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject item && JsonNode.DeepEquals(item[key], wanted))
                return i;
        }
        return -1;
    }

    // A replaced list may still carry the marker that asked for the replacement.
    private static JsonNode? WithoutDirectives(JsonNode value)
    {
        if (value is not JsonArray list)
            return value.DeepClone();
        return new JsonArray([.. list.Where(item => item is not JsonObject map || !map.ContainsKey(Directive)).Select(item => item?.DeepClone())]);
    }
}
