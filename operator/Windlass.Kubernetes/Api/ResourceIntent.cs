using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Api;

/// <summary>
/// What is sent for server-side apply: an intent never carries what the server keeps (versions, times, managed fields), because a manager
/// that applies what it read back takes over fields of others.
/// </summary>
public static class ResourceIntent
{
    private static readonly string[] KeptByServer =
        ["resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"];

    /// <summary>The intent for the object itself: everything but its status. A known uid stays in: then no namesake is changed or made.</summary>
    public static JsonObject Whole<T>(ResourceType<T> type, T intent, ApplyOptions options)
        where T : class, IResource
    {
        var body = Serialize(type, intent);
        body.Remove("status");
        if (body["metadata"] is not JsonObject metadata)
        {
            return body;
        }

        foreach (var field in KeptByServer)
        {
            metadata.Remove(field);
        }

        return Conditional(body, options);
    }

    /// <summary>The intent for the status: identity and status.</summary>
    public static JsonObject Status<T>(ResourceType<T> type, T intent, ApplyOptions options)
        where T : class, IResource
    {
        var body = Serialize(type, intent);
        var metadata = new JsonObject { ["name"] = intent.Metadata.Name };
        if (intent.Metadata.Namespace is { } space)
        {
            metadata["namespace"] = space;
        }

        var status = new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["metadata"] = metadata,
            ["status"] = body["status"]?.DeepClone(),
        };
        return Conditional(status, options);
    }

    /// <summary>Servers take a version in an intent as a precondition.</summary>
    private static JsonObject Conditional(JsonObject intent, ApplyOptions options)
    {
        if (options.ResourceVersion is { } version)
        {
            intent["metadata"]!["resourceVersion"] = version;
        }

        return intent;
    }

    private static JsonObject Serialize<T>(ResourceType<T> type, T intent)
        where T : class, IResource
    {
        var body = JsonSerializer.SerializeToNode(intent, type.Json)!.AsObject();
        body["apiVersion"] = type.ApiVersion;
        body["kind"] = type.Kind;
        return body;
    }
}
