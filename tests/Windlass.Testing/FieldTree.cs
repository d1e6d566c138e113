using System.Text.Json.Nodes;

namespace Windlass.Testing;

/// <summary>Objects as trees of fields: lists that are merged by key become objects, so that every part has a path.</summary>
internal static class FieldTree
{
    private const char Separator = '\u0000';
    private const string KeyMark = "\u0001";

    public static JsonObject ToTree(JsonObject body)
    {
        var tree = new JsonObject();
        foreach (var (name, value) in body)
        {
            tree[name] = value switch
            {
                JsonObject part => ToTree(part),
                JsonArray list when KeyOf(name) is { } key => Keyed(list, key),
                _ => value?.DeepClone(),
            };
        }

        return tree;
    }

    public static JsonNode FromTree(JsonObject tree)
    {
        if (tree.Any(entry => entry.Key.StartsWith(KeyMark, StringComparison.Ordinal)))
        {
            return new JsonArray([.. tree.Select(entry => Plain(entry.Value))]);
        }

        var body = new JsonObject();
        foreach (var (name, value) in tree)
        {
            body[name] = Plain(value);
        }

        return body;
    }

    public static IEnumerable<FieldLeaf> Leaves(JsonObject tree, string prefix = "")
    {
        foreach (var (name, value) in tree)
        {
            var path = prefix.Length == 0 ? name : prefix + Separator + name;
            if (value is JsonObject { Count: > 0 } part)
            {
                foreach (var leaf in Leaves(part, path))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return new(path, value);
            }
        }
    }

    public static JsonNode? Find(JsonObject tree, string path)
    {
        JsonNode? node = tree;
        foreach (var name in path.Split(Separator))
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static void Set(JsonObject tree, string path, JsonNode? value)
    {
        var names = path.Split(Separator);
        var node = tree;
        foreach (var name in names[..^1])
        {
            if (node[name] is not JsonObject next)
            {
                node[name] = next = [];
            }

            node = next;
        }

        // An applied empty object owns no part of what others put into it.
        if (value is JsonObject && node[names[^1]] is JsonObject)
        {
            return;
        }

        node[names[^1]] = value?.DeepClone();
    }

    public static void Remove(JsonObject tree, string path)
    {
        var cut = path.LastIndexOf(Separator);
        var parent = cut < 0 ? tree : Find(tree, path[..cut]) as JsonObject;
        parent?.Remove(path[(cut + 1)..]);
        if (parent is { Count: 0 } && cut > 0)
        {
            Remove(tree, path[..cut]);
        }
    }

    private static string? KeyOf(string list) => list switch
    {
        "conditions" => "type",
        "ownerReferences" => "uid",
        "finalizers" => "",
        _ => null,
    };

    private static JsonObject Keyed(JsonArray list, string key)
    {
        var keyed = new JsonObject();
        foreach (var item in list)
        {
            var name = key.Length == 0 ? item?.ToString() : item?[key]?.ToString();
            keyed[KeyMark + name] = item is JsonObject part ? ToTree(part) : item?.DeepClone();
        }

        return keyed;
    }

    private static JsonNode? Plain(JsonNode? value) => value is JsonObject part ? FromTree(part) : value?.DeepClone();
}
