using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>What the built-in kinds do beyond their schemas: what is filled in, what may not change.</summary>
internal static class NatureRules
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    /// <summary>Fills in what the real server would, in place, before validation. The tree is in its stored form.</summary>
    public static void Prepare(ServedResource resource, JsonObject tree, JsonObject? live)
    {
        if (resource.Nature == ResourceNature.Namespace)
            PrepareNamespace(tree, live);
        if (resource.Nature == ResourceNature.Secret)
            PrepareSecret(tree);
    }

    /// <summary>What the schema cannot say.</summary>
    public static ImmutableArray<FieldError> Check(ServedResource resource, JsonObject tree, JsonObject? live) => resource.Nature switch
    {
        ResourceNature.Secret or ResourceNature.ConfigMap => CheckData(resource, tree, live),
        ResourceNature.CoreEvent or ResourceNature.ModernEvent => CheckEvent(tree),
        ResourceNature.Custom or ResourceNature.Namespace or ResourceNature.Lease or ResourceNature.Definition => [],
        _ => throw new ArgumentOutOfRangeException(nameof(resource)),
    };

    private static void PrepareNamespace(JsonObject tree, JsonObject? live)
    {
        var metadata = tree.ChildOrNew("metadata");
        metadata.ChildOrNew("labels")[NameLabel] = metadata.Text("name");
        var phase = live?.Child("metadata").Text("deletionTimestamp").Length > 0 ? "Terminating" : "Active";
        tree["spec"] = new JsonObject { ["finalizers"] = JsonText.Array(["kubernetes"]) };
        tree["status"] = new JsonObject { ["phase"] = phase };
    }

    private static void PrepareSecret(JsonObject tree)
    {
        if (tree.Text("type").Length == 0)
            tree["type"] = "Opaque";
        if (tree["stringData"] is not JsonObject plain)
            return;
        var data = tree.ChildOrNew("data");
        foreach (var (name, _) in plain)
            data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(plain.Text(name)));
        tree.Remove("stringData");
    }

    private static ImmutableArray<FieldError> CheckData(ServedResource resource, JsonObject tree, JsonObject? live)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        var encoded = resource.Nature == ResourceNature.Secret ? "data" : "binaryData";
        foreach (var (name, _) in tree.Child(encoded) ?? [])
        {
            var text = tree.Child(encoded).Text(name);
            if (!Convert.TryFromBase64String(text, new byte[text.Length], out _))
                errors.Add(new FieldError($"{encoded}.{name}", FieldReason.FieldValueInvalid, "Invalid value: illegal base64 data"));
        }

        if (live is null)
            return errors.ToImmutable();
        if (resource.Nature == ResourceNature.Secret && live.Text("type") != tree.Text("type"))
            errors.Add(new FieldError("type", FieldReason.FieldValueInvalid, $"Invalid value: \"{tree.Text("type")}\": field is immutable"));
        if (!IsTrue(live["immutable"]))
            return errors.ToImmutable();
        foreach (var field in (string[])["data", "binaryData", "immutable"])
        {
            if (!JsonNode.DeepEquals(live[field], tree[field]))
                errors.Add(new FieldError(field, FieldReason.FieldValueForbidden, "Forbidden: field is immutable when `immutable` is set"));
        }

        return errors.ToImmutable();
    }

    private static ImmutableArray<FieldError> CheckEvent(JsonObject tree)
    {
        var about = tree.Child("involvedObject").Text("namespace");
        var ns = tree.Child("metadata").Text("namespace");
        var fits = about.Length == 0 ? ns is "default" or "kube-system" : about == ns;
        if (fits)
            return [];
        var error = $"Invalid value: \"{about}\": does not match event.namespace";
        return [new FieldError("involvedObject.namespace", FieldReason.FieldValueInvalid, error)];
    }

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
