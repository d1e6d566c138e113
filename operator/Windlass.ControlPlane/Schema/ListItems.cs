using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>Identity of list items: duplicates, and which old item a new one continues.</summary>
internal static class ListItems
{
    /// <returns>Old items by identity; empty unless the list is keyed.</returns>
    public static Dictionary<string, JsonNode?> Correlate(SchemaNode schema, JsonArray? old)
    {
        var byKey = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (schema.ListKind != ListKind.Map || old is null)
            return byKey;
        foreach (var item in old)
        {
            if (KeyOf(schema, item) is { } key)
                byKey.TryAdd(key, item);
        }
        return byKey;
    }

    public static JsonNode? Counterpart(SchemaNode schema, Dictionary<string, JsonNode?> earlier, JsonNode? item) =>
        earlier.Count > 0 && KeyOf(schema, item) is { } key ? earlier.GetValueOrDefault(key) : null;

    public static void CheckIdentity(SchemaNode schema, JsonArray list, string path, List<FieldError> errors)
    {
        if (schema.ListKind == ListKind.Atomic)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var at = $"{path}[{i}]";
            if (schema.ListKind == ListKind.Map && list[i] is not (JsonObject or null))
                errors.Add(new FieldError(
                    at, FieldReason.FieldValueInvalid,
                    $"Invalid value: {JsonFacts.Quote(list[i])}: must be an object for an array of list-type map"));
            else if (IdentityOf(schema, list[i]) is { } identity && !seen.Add(identity))
                errors.Add(new FieldError(at, FieldReason.FieldValueDuplicate, $"Duplicate value: {identity}"));
        }
    }

    /// <summary>
    /// The key fields of an item as canonical JSON, keys in ordinal order and defaults filled; null when the item has none of them.
    /// </summary>
    public static string? KeyOf(SchemaNode schema, JsonNode? item)
    {
        if (item is not JsonObject map)
            return null;
        var key = new JsonObject();
        foreach (var name in schema.ListMapKeys.Order(StringComparer.Ordinal))
        {
            if (map[name] is { } value)
                key[name] = value.DeepClone();
            else if (schema.Items?.Member(name) is { HasDefault: true, Default: { } standard })
                key[name] = standard.DeepClone();
        }
        return key.Count == 0 ? null : JsonFacts.Quote(key);
    }

    private static string? IdentityOf(SchemaNode schema, JsonNode? item) =>
        schema.ListKind == ListKind.Map ? KeyOf(schema, item) : JsonFacts.Quote(item);
}
