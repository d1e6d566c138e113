using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>A manifest that every API server refuses.</summary>
/// <param name="Kind">One of ours.</param>
/// <param name="Spec">JSON: the spec of a smallest good object is merged with it, so that only this is wrong. Null takes a field away.</param>
/// <param name="Says">What the refusal names.</param>
/// <param name="Refuser">What it takes to see the fault.</param>
internal sealed record BadManifest(string Kind, string Spec, string Says, Refuser Refuser = Refuser.Schema)
{
    private const string Hash = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public string Path => $"/apis/windlass.dev/v1alpha1/namespaces/default/{Kind.ToLowerInvariant()}s";

    /// <summary>The object without the fault.</summary>
    public JsonObject Good(string name) => new()
    {
        ["apiVersion"] = "windlass.dev/v1alpha1",
        ["kind"] = Kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = JsonNode.Parse(Kind switch
        {
            "ClusterUpgrade" => """{"targetRelease":"birch"}""",
            "ClusterNode" => """{"address":"192.0.2.1","roles":["compute"],"ssh":{"secretRef":{"name":"windlass-ssh"}}}""",
            "UpgradePlan" => $$"""{"upgradeName":"u","hash":"{{Hash}}","targetRelease":"birch","releaseDigest":"r","policyDigest":"p","nodeCount":1,"nodes":[{"names":["a"]}]}""",
            _ => throw new ArgumentOutOfRangeException(nameof(name), Kind, "no smallest object of that kind is known"),
        }),
    };

    /// <summary>The object with the fault.</summary>
    public JsonObject Bad(string name)
    {
        var manifest = Good(name);
        var fault = JsonNode.Parse(Spec);
        if (fault is JsonObject fields)
            Merge(manifest["spec"]!.AsObject(), fields);
        else
            manifest["spec"] = fault;
        return manifest;
    }

    private static void Merge(JsonObject into, JsonObject fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value is null)
                into.Remove(name);
            else if (value is JsonObject inner && into[name] is JsonObject known)
                Merge(known, inner);
            else
                into[name] = value.DeepClone();
        }
    }
}
