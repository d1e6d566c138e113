using System.Globalization;
using System.Text.Json.Nodes;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>An object of the in-memory cluster and who applied which of its fields.</summary>
internal sealed class StoredObject
{
    private static readonly string[] KeptByServer = ["uid", "creationTimestamp", "generation", "resourceVersion", "deletionTimestamp", "name", "namespace"];

    public required ResourceKey Key { get; init; }

    public required JsonObject Body { get; set; }

    public FieldOwners Fields { get; } = new();

    public static StoredObject New(ResourceKey key, JsonObject body, StoreKind kind, TimeProvider time)
    {
        if (kind.HasStatus)
        {
            body.Remove("status");
        }

        var metadata = body["metadata"] as JsonObject ?? [];
        body["metadata"] = metadata;
        metadata.Remove("managedFields");
        metadata.Remove("deletionTimestamp");
        metadata["name"] = key.Name;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Time(time);
        metadata["generation"] = 1L;
        if (key.Namespace.Length > 0)
        {
            metadata["namespace"] = key.Namespace;
        }

        return new StoredObject { Key = key, Body = body };
    }

    /// <summary>What a write of one part makes of an object: the other part and what the server keeps stay as they are.</summary>
    public static JsonObject Merge(JsonObject current, JsonObject wanted, bool hasStatus, ResourcePart part)
    {
        var next = (part is ResourcePart.Status ? current : wanted).DeepClone().AsObject();
        if (part is ResourcePart.Status || hasStatus)
        {
            next.Remove("status");
            if ((part is ResourcePart.Status ? wanted : current)["status"] is { } status)
            {
                next["status"] = status.DeepClone();
            }
        }

        var metadata = next["metadata"] as JsonObject ?? [];
        next["metadata"] = metadata;
        foreach (var field in KeptByServer)
        {
            metadata.Remove(field);
            if (current["metadata"]![field] is { } kept)
            {
                metadata[field] = kept.DeepClone();
            }
        }

        metadata.Remove("managedFields");
        next["apiVersion"] = current["apiVersion"]?.DeepClone();
        next["kind"] = current["kind"]?.DeepClone();
        if (!JsonNode.DeepEquals(Spec(current), Spec(next)))
        {
            metadata["generation"] = (long)current["metadata"]!["generation"]! + 1;
        }

        return next;
    }

    public bool IsOwnedBy(string? uid) =>
        Body["metadata"]!["ownerReferences"] is JsonArray owners && owners.Any(owner => (string?)owner?["uid"] == uid);

    public static string Time(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Spec(JsonObject body)
    {
        var rest = body.DeepClone().AsObject();
        rest.Remove("metadata");
        rest.Remove("status");
        return rest;
    }
}
