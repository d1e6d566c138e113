using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>All kinds a document can describe.</summary>
internal static class KindCatalogue
{
    public static ImmutableArray<DescribedKind> Of(IEnumerable<ResourceDefinition> definitions) => [.. definitions.Select(Describe)];

    /// <summary>The schema with apiVersion, kind and metadata in place, and its identity as an extension.</summary>
    /// <param name="metadata">How metadata is described: a reference, in the notation of the document.</param>
    public static JsonObject Complete(DescribedKind kind, JsonNode metadata)
    {
        var schema = (JsonObject)kind.Schema.DeepClone();
        var properties = new JsonObject { ["apiVersion"] = MetaSchemas.ApiVersion(), ["kind"] = MetaSchemas.Kind(), ["metadata"] = metadata };
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            if (!properties.ContainsKey(name))
                properties[name] = member?.DeepClone();
        }

        schema["type"] = "object";
        schema["properties"] = properties;
        schema["x-kubernetes-group-version-kind"] = new JsonArray(kind.Identity.ToExtension());
        return schema;
    }

    private static DescribedKind Describe(ResourceDefinition definition) => new(
        new GroupVersionKind(definition.Group, definition.Version, definition.Kind),
        definition.Plural, definition.Namespaced, definition.HasStatus, definition.Schema.Source);
}
