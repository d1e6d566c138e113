using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Patching;

/// <summary>JSON merge patch (RFC 7386). Pure and total.</summary>
internal static class MergePatch
{
    /// <summary>A null in the patch removes the member; a patch that is no object replaces the target.</summary>
    public static JsonNode Apply(JsonNode target, JsonNode patch) => Merge(target, patch) ?? new JsonObject();

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = target is JsonObject map ? (JsonObject)map.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merge(merged[name], value);
        }
        return merged;
    }
}
