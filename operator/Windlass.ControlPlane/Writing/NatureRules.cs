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
        ResourceNature.CoreEvent or ResourceNature.ModernEvent => EventRules.Check(tree, live, resource.Nature == ResourceNature.ModernEvent),
        ResourceNature.Lease => CheckLease(tree),
        ResourceNature.Custom or ResourceNature.Namespace or ResourceNature.Definition => [],
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
        if (tree["stringData"] is JsonObject plain)
        {
            var data = tree.ChildOrNew("data");
            foreach (var (name, _) in plain)
                data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(plain.Text(name)));
            tree.Remove("stringData");
        }

        if (tree["data"] is JsonObject { Count: 0 })
            tree.Remove("data");
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

        errors.AddRange(new[] { "data", "binaryData" }.SelectMany(field => BadKeys(field, tree.Child(field))));
        if (resource.Nature == ResourceNature.Secret)
            errors.AddRange(RequiredKeys(tree));
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

    /// <summary>Keys become names of files.</summary>
    private static IEnumerable<FieldError> BadKeys(string field, JsonObject? data) =>
        from entry in data ?? []
        where entry.Key.Length is 0 or > 253 || entry.Key is "." or ".." || !entry.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        select new FieldError(
            $"{field}[{entry.Key}]", FieldReason.FieldValueInvalid,
            $"Invalid value: \"{entry.Key}\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' " +
            "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");

    /// <summary>What a type of secret promises to those who mount it. Of the types that nobody uses with us, nothing is known here.</summary>
    private static IEnumerable<FieldError> RequiredKeys(JsonObject tree)
    {
        string[] keys = tree.Text("type") switch
        {
            "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
            "kubernetes.io/tls" => ["tls.crt", "tls.key"],
            _ => [],
        };
        return keys.Where(key => tree.Child("data")?.ContainsKey(key) != true)
            .Select(key => new FieldError($"data[{key}]", FieldReason.FieldValueRequired, "Required value"));
    }

    private static ImmutableArray<FieldError> CheckLease(JsonObject tree)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        Check("leaseDurationSeconds", 1, "must be greater than 0");
        Check("leaseTransitions", 0, "must be greater than or equal to 0");
        return errors.ToImmutable();

        void Check(string field, long least, string why)
        {
            if (JsonFacts.Whole(tree.Child("spec")?[field]) is { } value && value < least)
                errors.Add(new FieldError($"spec.{field}", FieldReason.FieldValueInvalid, $"Invalid value: {value}: {why}"));
        }
    }

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
