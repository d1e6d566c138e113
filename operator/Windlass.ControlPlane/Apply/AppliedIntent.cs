using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Apply;

/// <summary>The part of an apply configuration that can take effect.</summary>
internal static class AppliedIntent
{
    private static readonly string[] WrittenByServer =
        ["creationTimestamp", "selfLink", "uid", "generation", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"];

    public static JsonObject Of(JsonObject applied, JsonObject? live, string? subresource, bool hasStatus)
    {
        var intent = (JsonObject)applied.DeepClone();
        if (intent["metadata"] is JsonObject metadata)
        {
            foreach (var name in WrittenByServer)
                metadata.Remove(name);
        }
        if (string.IsNullOrEmpty(subresource))
        {
            if (hasStatus)
                intent.Remove("status");
            return intent;
        }
        foreach (var (name, _) in intent.ToArray())
        {
            if (name is not ("apiVersion" or "kind") && name != subresource)
                intent.Remove(name);
        }
        if (live is null && applied["metadata"] is JsonObject identity)
            intent["metadata"] = identity.DeepClone();
        return intent;
    }
}
