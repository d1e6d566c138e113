using System.Text.Json.Nodes;

namespace Windlass.Operator.Plugin;

/// <summary>The JSON merge patch (RFC 7386) that makes one object of another: only what differs, lists whole.</summary>
internal static class MergeDiff
{
    public static JsonObject Of(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in after)
        {
            if (!JsonNode.DeepEquals(before[name], value))
            {
                patch[name] = before[name] is JsonObject old && value is JsonObject now ? Of(old, now) : value?.DeepClone();
            }
        }

        foreach (var (name, _) in before.Where(field => !after.ContainsKey(field.Key)))
        {
            patch[name] = null;
        }

        return patch;
    }
}
