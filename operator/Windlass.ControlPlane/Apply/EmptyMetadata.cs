using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Apply;

/// <summary>The real server stores no empty maps or lists in metadata; a client that reads its object back must not see a difference.</summary>
internal static class EmptyMetadata
{
    public static void Drop(JsonObject obj)
    {
        if (obj["metadata"] is not JsonObject metadata)
            return;
        foreach (var (name, value) in metadata.ToArray())
        {
            if (IsDropped(name) && value is (null or JsonObject { Count: 0 } or JsonArray { Count: 0 }))
                metadata.Remove(name);
        }
    }

    private static bool IsDropped(string name) => name is "labels" or "annotations" or "finalizers" or "ownerReferences";
}
