using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>The OpenAPI v3 documents: what kubectl explains from, and how it learns that this server validates fields itself. Pure.</summary>
internal static class OpenApiV3
{
    /// <summary>Every group version that has a document: the built-in ones and those of the definitions.</summary>
    public static ImmutableArray<string> GroupVersions(IEnumerable<ResourceDefinition> definitions) =>
        [.. KindCatalogue.Of(definitions).Select(kind => kind.Identity.GroupVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <param name="groupVersion"><c>v1</c> or <c>group/version</c>.</param>
    /// <param name="definitions">All definitions; those of other group versions are left out.</param>
    /// <returns>A document without schemas when nothing belongs to the group version.</returns>
    public static JsonObject Document(string groupVersion, IEnumerable<ResourceDefinition> definitions)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var kind in KindCatalogue.Of(definitions).Where(kind => kind.Identity.GroupVersion == groupVersion))
        {
            PathDocuments.AddTo(paths, kind);
            schemas[kind.Identity.ComponentName] = KindCatalogue.Complete(kind, MetadataReference());
        }
        if (schemas.Count > 0)
        {
            foreach (var (name, schema) in MetaSchemas.Shared(Reference))
                schemas[name] = schema;
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Windlass", ["version"] = "v1alpha1" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    /// <summary>The answer to <c>GET /openapi/v3</c>.</summary>
    public static JsonObject Index(IEnumerable<ResourceDefinition> definitions)
    {
        var served = definitions.ToImmutableArray();
        var paths = new JsonObject();
        foreach (var groupVersion in GroupVersions(served))
        {
            var path = groupVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{groupVersion}" : $"api/{groupVersion}";
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Hash(Document(groupVersion, served))}" };
        }
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>A document's hash in upper-case hexadecimal. Clients cache a document forever under it.</summary>
    public static string Hash(JsonObject document) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString())));

    private static JsonObject MetadataReference()
    {
        var reference = Reference(MetaSchemas.ObjectMetaName);
        reference["description"] = "Standard metadata of the object.";
        reference["default"] = new JsonObject();
        return reference;
    }

    private static JsonObject Reference(string name) =>
        new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{name}" }) };
}
