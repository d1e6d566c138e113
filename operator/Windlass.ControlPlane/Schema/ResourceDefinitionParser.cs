using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Printing;

namespace Windlass.ControlPlane.Schema;

internal static class ResourceDefinitionParser
{
    private static readonly PrinterColumn Age = new("Age", "date", "", "How long ago the object was created.", 0, ".metadata.creationTimestamp");

    public static ResourceDefinition Parse(JsonObject crd)
    {
        var name = JsonFacts.Text((crd["metadata"] as JsonObject)?["name"]) ?? throw new InvalidDefinitionException("metadata.name: Required value");
        try
        {
            return ParseNamed(crd, name);
        }
        catch (InvalidDefinitionException refused)
        {
            throw new InvalidDefinitionException($"CustomResourceDefinition {name}: {refused.Message}");
        }
    }

    private static ResourceDefinition ParseNamed(JsonObject crd, string name)
    {
        if (JsonFacts.Text(crd["apiVersion"]) != "apiextensions.k8s.io/v1" || JsonFacts.Text(crd["kind"]) != "CustomResourceDefinition")
            throw new InvalidDefinitionException("must be an apiextensions.k8s.io/v1 CustomResourceDefinition");
        var spec = Map(crd, "spec", "");
        var names = Map(spec, "names", "spec.");
        var group = Need(spec, "group", "spec.");
        var plural = Need(names, "plural", "spec.names.");
        if (name != $"{plural}.{group}")
            throw new InvalidDefinitionException($"metadata.name: must be spec.names.plural+\".\"+spec.group ({plural}.{group})");
        RefuseConversion(spec);
        var version = OnlyServedVersion(spec);
        var kind = Need(names, "kind", "spec.names.");
        var hasStatus = ReadHasStatus(version);
        return new ResourceDefinition
        {
            Group = group,
            Version = Need(version, "name", "spec.versions[]."),
            Kind = kind,
            ListKind = JsonFacts.Text(names["listKind"]) ?? $"{kind}List",
            Plural = plural,
            Singular = JsonFacts.Text(names["singular"]) ?? kind.ToLowerInvariant(),
            ShortNames = Texts(names["shortNames"]),
            Categories = Texts(names["categories"]),
            Namespaced = ReadScope(spec),
            HasStatus = hasStatus,
            Columns = ReadColumns(version),
            Schema = StructuralSchema.Parse(Map(Map(version, "schema", "spec.versions[]."), "openAPIV3Schema", "spec.versions[].schema."), hasStatus),
            SelectableFields = ReadSelectable(version),
            Manifest = (JsonObject)crd.DeepClone(),
        };
    }

    // Serving two versions needs conversion, which this server does not do; unserved versions are only history.
    private static JsonObject OnlyServedVersion(JsonObject spec)
    {
        var served = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().Where(version => JsonFacts.Flag(version["served"]) == true).ToList();
        return served is [var only] ? only : throw new InvalidDefinitionException($"spec.versions: exactly one must be served, not {served.Count}");
    }

    private static void RefuseConversion(JsonObject spec)
    {
        var strategy = JsonFacts.Text((spec["conversion"] as JsonObject)?["strategy"]);
        if (strategy is not (null or "None"))
            throw new InvalidDefinitionException($"spec.conversion.strategy: {strategy} is not done by this server");
    }

    private static bool ReadScope(JsonObject spec) => Need(spec, "scope", "spec.") switch
    {
        "Namespaced" => true,
        "Cluster" => false,
        var other => throw new InvalidDefinitionException($"spec.scope: Unsupported value: {JsonFacts.Quote(other)}"),
    };

    private static bool ReadHasStatus(JsonObject version)
    {
        if (version["subresources"] is not JsonObject subresources)
            return false;
        if (subresources.ContainsKey("scale"))
            throw new InvalidDefinitionException("spec.versions[].subresources.scale: is not served by this server");
        return subresources.ContainsKey("status");
    }

    private static ImmutableArray<PrinterColumn> ReadColumns(JsonObject version)
    {
        if (version["additionalPrinterColumns"] is not JsonArray { Count: > 0 } list)
            return [Age];
        return [.. list.Select((column, index) => ReadColumn(column as JsonObject ?? [], $"spec.versions[].additionalPrinterColumns[{index}]."))];
    }

    private static PrinterColumn ReadColumn(JsonObject column, string place)
    {
        var type = Need(column, "type", place);
        if (type is not ("integer" or "number" or "string" or "boolean" or "date"))
            throw new InvalidDefinitionException($"{place}type: Unsupported value: {JsonFacts.Quote(type)}");
        var path = Need(column, "jsonPath", place);
        if (JsonPath.Parse(path) is JsonPathOutcome.Refused refused)
            throw new InvalidDefinitionException($"{place}jsonPath: {refused.Why}");
        var priority = (int)Math.Clamp(JsonFacts.Whole(column["priority"]) ?? 0, 0, int.MaxValue);
        return new PrinterColumn(
            Need(column, "name", place), type, JsonFacts.Text(column["format"]) ?? "", Describe(column, path), priority, path);
    }

    private static string Describe(JsonObject column, string path) =>
        JsonFacts.Text(column["description"]) is { Length: > 0 } text ? text : $"Custom resource definition column (in JSONPath format): {path}";

    private static ImmutableArray<string> ReadSelectable(JsonObject version) =>
        [
            .. (version["selectableFields"] as JsonArray ?? []).OfType<JsonObject>()
                .Select(field => Need(field, "jsonPath", "spec.versions[].selectableFields[].")),
        ];

    private static ImmutableArray<string> Texts(JsonNode? list) =>
        list is JsonArray values
            ? [.. values.Select(value => JsonFacts.Text(value) ?? throw new InvalidDefinitionException("spec.names: must be strings"))]
            : [];

    private static JsonObject Map(JsonObject parent, string name, string place) =>
        parent[name] as JsonObject ?? throw new InvalidDefinitionException($"{place}{name}: Required value");

    private static string Need(JsonObject parent, string name, string place) =>
        JsonFacts.Text(parent[name]) is { Length: > 0 } text ? text : throw new InvalidDefinitionException($"{place}{name}: Required value");
}
