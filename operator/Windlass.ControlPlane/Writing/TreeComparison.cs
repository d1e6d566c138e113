using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>Whether a write would change anything worth a revision.</summary>
internal static class TreeComparison
{
    /// <summary>
    /// Equal but for resourceVersion and the times in managedFields: writing that would wake every watcher for nothing, and make controllers that
    /// apply the same intent again loop for ever.
    /// </summary>
    public static bool IsNoChange(JsonObject live, JsonObject desired)
    {
        foreach (var (name, value) in live)
        {
            if (name != "metadata" && !JsonNode.DeepEquals(value, desired[name]))
                return false;
        }

        return live.Count == desired.Count && JsonNode.DeepEquals(Essence(live.Child("metadata")), Essence(desired.Child("metadata")));
    }

    /// <summary>True when something other than metadata and status differs: a new generation.</summary>
    public static bool IsNewGeneration(JsonObject live, JsonObject desired, bool statusCounts)
    {
        var names = live.Concat(desired).Select(pair => pair.Key).Distinct();
        return names.Any(name => name != "metadata" && (statusCounts || name != "status") && !JsonNode.DeepEquals(live[name], desired[name]));
    }

    private static JsonObject Essence(JsonObject? metadata)
    {
        var essence = (JsonObject?)metadata?.DeepClone() ?? [];
        essence.Remove("resourceVersion");
        foreach (var entry in (essence["managedFields"] as JsonArray ?? []).OfType<JsonObject>())
            entry.Remove("time");
        return essence;
    }
}
