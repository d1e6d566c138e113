using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

internal static class SchemaPruning
{
    public static ImmutableArray<string> Prune(SchemaNode root, JsonObject value)
    {
        var dropped = new List<string>();
        PruneMap(root, value, "", dropped);
        return [.. dropped.OrderBy(IsOutsideMetadata).ThenBy(path => path, StringComparer.Ordinal)];
    }

    private static bool IsOutsideMetadata(string path) => !path.StartsWith("metadata.", StringComparison.Ordinal);

    private static void Visit(SchemaNode schema, JsonNode? value, string path, List<string> dropped)
    {
        switch (value)
        {
            case JsonObject map:
                PruneMap(schema, map, path, dropped);
                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                    Visit(items, list[i], $"{path}[{i}]", dropped);
                break;
        }
    }

    private static void PruneMap(SchemaNode schema, JsonObject map, string path, List<string> dropped)
    {
        foreach (var (name, value) in map.ToArray())
        {
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Member(name) is { } member)
                Visit(member, value, child, dropped);
            else if (IsUnknown(schema))
            {
                map.Remove(name);
                dropped.Add(child);
            }
        }
    }

    // A level that declares neither properties nor free values, and has no object type, is not ours to prune: the type check reports it.
    private static bool IsUnknown(SchemaNode schema) => !schema.PreserveUnknown && schema.Type == JsonShape.Object;
}
