using System.Text.Json;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Resources;

/// <summary>What is there before anybody creates anything: the first namespaces, and the definitions of the kinds served.</summary>
internal static class InitialObjects
{
    public static void Write(Transaction transaction, ResourceCatalogue catalogue, string defaultNamespace)
    {
        foreach (var name in (string[])["default", "kube-system", defaultNamespace])
            WriteNamespace(transaction, catalogue.Namespaces, name);
        WriteDefinitions(transaction, catalogue);
    }

    private static void WriteNamespace(Transaction transaction, ServedResource namespaces, string name)
    {
        var key = namespaces.Key("", name);
        if (transaction.State.Find(key) is not null)
            return;
        var metadata = Metadata(name, transaction.Now, new JsonObject { ["kubernetes.io/metadata.name"] = name });
        // As if somebody had run "kubectl apply" with a bare manifest: without it, the first apply of the user's own manifest warns about its
        // absence.
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["annotations"] = new JsonObject(), ["name"] = name },
        };
        metadata["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = manifest.ToJsonString() + "\n" };
        transaction.Put(key, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["finalizers"] = JsonText.Array(["kubernetes"]) },
            ["status"] = new JsonObject { ["phase"] = "Active" },
        });
    }

    /// <summary>
    /// Stored like other objects, so that they are listed and watched; those no longer served go, those that changed count a generation.
    /// </summary>
    private static void WriteDefinitions(Transaction transaction, ResourceCatalogue catalogue)
    {
        var definitions = catalogue.Definitions;
        var custom = catalogue.All.Where(resource => resource.Nature == ResourceNature.Custom).ToDictionary(resource => resource.QualifiedName);
        foreach (var stale in transaction.State.In(definitions.Collection).Values.Where(stored => !custom.ContainsKey(stored.Key.Name)).ToArray())
            transaction.Remove(stale);
        foreach (var (name, resource) in custom)
            WriteDefinition(transaction, definitions.Key("", name), resource);
    }

    private static void WriteDefinition(Transaction transaction, ObjectKey key, ServedResource resource)
    {
        var known = transaction.State.Find(key)?.ToTree();
        var manifest = (JsonObject)resource.Definition.Manifest.DeepClone();
        // The default, as real servers show it.
        if (manifest.Child("spec") is { } spec && !spec.ContainsKey("conversion"))
            spec["conversion"] = new JsonObject { ["strategy"] = "None" };
        if (known is not null && JsonNode.DeepEquals(known["spec"], manifest["spec"]))
            return;
        var metadata = (JsonObject?)known?["metadata"]?.DeepClone()
            ?? Metadata(key.Name, transaction.Now, manifest.Child("metadata")?["labels"]?.DeepClone() as JsonObject);
        var generation = metadata["generation"] is { } count && count.GetValueKind() == JsonValueKind.Number ? count.GetValue<long>() : 0;
        metadata["generation"] = generation + 1;
        manifest["metadata"] = metadata;
        manifest["status"] = Status(resource, transaction.Now);
        transaction.Put(key, manifest);
    }

    private static JsonObject Status(ServedResource resource, DateTimeOffset now) => new()
    {
        ["acceptedNames"] = resource.Definition.Manifest.Child("spec")?["names"]?.DeepClone(),
        ["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now)),
        ["storedVersions"] = JsonText.Array([resource.Version]),
    };

    private static JsonObject Condition(string type, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastTransitionTime"] = KubeTime.Text(now),
        ["reason"] = reason,
        ["message"] = message,
    };

    private static JsonObject Metadata(string name, DateTimeOffset now, JsonObject? labels)
    {
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["uid"] = Guid.NewGuid().ToString("D"),
            ["creationTimestamp"] = KubeTime.Text(now),
        };
        metadata.Put("labels", labels);
        return metadata;
    }
}
