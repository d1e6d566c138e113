using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>Which fields an object names. A declared struct is not a member itself, an entry of a free map or of a keyed list is.</summary>
internal static class FieldSetReader
{
    public static FieldSet Read(JsonObject obj, SchemaNode schema) => Stripped.From(ReadMap(obj, schema) with { Owns = false });

    private static FieldSet ReadValue(JsonNode? value, SchemaNode? schema) => value switch
    {
        JsonObject { Count: > 0 } map when schema is not { AtomicMap: true } => ReadMap(map, schema),
        JsonArray list when schema is { ListKind: not ListKind.Atomic } => ReadList(list, schema),
        _ => FieldSet.Leaf,
    };

    private static FieldSet ReadMap(JsonObject map, SchemaNode? schema)
    {
        var set = FieldSet.Empty;
        foreach (var (name, value) in map)
        {
            var child = ReadValue(value, schema?.Member(name));
            var isEntry = schema?.Properties.ContainsKey(name) != true;
            set = set.With(PathElement.Field(name), isEntry ? child with { Owns = true } : child);
        }
        return set;
    }

    private static FieldSet ReadList(JsonArray list, SchemaNode schema)
    {
        var set = FieldSet.Empty;
        foreach (var item in list)
        {
            if (ListElement.Of(schema, item) is { } element)
                set = set.With(element, ReadValue(item, schema.Items) with { Owns = true });
        }
        return set;
    }
}
