using System.Globalization;
using System.Text.Json.Nodes;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>Merge patches (RFC 7386) and the operations test, add, replace and remove of JSON patches (RFC 6902).</summary>
internal static class StorePatch
{
    public static StoreAnswer Apply(JsonObject current, ResourcePatch patch)
    {
        var body = JsonNode.Parse(patch.Json);
        if (patch is ResourcePatch.Merge)
        {
            return new StoreAnswer(200, Merge(current, body!.AsObject()));
        }

        foreach (var operation in body!.AsArray())
        {
            if (!Operate(current, operation!.AsObject()))
            {
                return StoreAnswer.Failure(422, "Invalid", "the server rejected our request due to an error in our request");
            }
        }

        return new StoreAnswer(200, current);
    }

    private static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject part)
            {
                target[name] = Merge(target[name]?.DeepClone() as JsonObject ?? [], part);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }

        return target;
    }

    private static bool Operate(JsonObject target, JsonObject operation)
    {
        var path = ((string)operation["path"]!).Split('/').Skip(1).Select(part => part.Replace("~1", "/").Replace("~0", "~")).ToArray();
        JsonNode? parent = target;
        foreach (var part in path[..^1])
        {
            parent = Child(parent, part);
        }

        var name = path[^1];
        return (string?)operation["op"] switch
        {
            "test" => JsonNode.DeepEquals(Child(parent, name), operation["value"]),
            "add" => Put(parent, name, operation["value"], insert: true),
            "replace" => Child(parent, name) is not null && Put(parent, name, operation["value"], insert: false),
            "remove" => Take(parent, name),
            _ => false,
        };
    }

    private static JsonNode? Child(JsonNode? parent, string name) => parent switch
    {
        JsonObject map => map[name],
        JsonArray list when Index(name) is { } index && index < list.Count => list[index],
        _ => null,
    };

    private static bool Put(JsonNode? parent, string name, JsonNode? value, bool insert)
    {
        switch (parent)
        {
            case JsonObject map:
                map[name] = value?.DeepClone();
                return true;
            case JsonArray list when name == "-":
                list.Add(value?.DeepClone());
                return true;
            case JsonArray list when Index(name) is { } index && index <= list.Count:
                if (!insert)
                {
                    list.RemoveAt(index);
                }

                list.Insert(index, value?.DeepClone());
                return true;
            default:
                return false;
        }
    }

    private static bool Take(JsonNode? parent, string name)
    {
        switch (parent)
        {
            case JsonObject map:
                return map.Remove(name);
            case JsonArray list when Index(name) is { } index && index < list.Count:
                list.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    private static int? Index(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
