using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

internal static class ListElement
{
    /// <returns>The path element that identifies an item of a set or keyed list; null when the item has no identity.</returns>
    public static PathElement? Of(SchemaNode schema, JsonNode? item) => schema.ListKind switch
    {
        ListKind.Set => PathElement.Value(item),
        ListKind.Map when ListItems.KeyOf(schema, item) is { } key => PathElement.Key(key),
        _ => null,
    };
}
