using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Apply;

/// <summary>The wire form of field sets. <c>"."</c> marks a branch that is itself a member; an empty object is a leaf.</summary>
internal static class FieldsV1
{
    private const int DeepestNesting = 300;

    public static JsonObject Write(FieldSet set)
    {
        var map = new JsonObject();
        if (set.Owns && !set.Children.IsEmpty)
            map["."] = new JsonObject();
        foreach (var (element, child) in set.Children)
            map[element.Wire] = Write(child);
        return map;
    }

    public static FieldSet? Read(JsonNode? node) => node is JsonObject map ? ReadBranch(map, true, 0) : null;

    private static FieldSet? ReadBranch(JsonObject map, bool isRoot, int depth)
    {
        if (depth > DeepestNesting)
            return null;
        var set = map.ContainsKey(".") || (map.Count == 0 && !isRoot) ? FieldSet.Leaf : FieldSet.Empty;
        foreach (var (name, value) in map)
        {
            if (name == ".")
                continue;
            if (!PathElement.TryParse(name, out var element)
                || value is not JsonObject branch
                || ReadBranch(branch, false, depth + 1) is not { } child)
                return null;
            set = set.With(element, set.Child(element).Union(child));
        }
        return set;
    }
}
