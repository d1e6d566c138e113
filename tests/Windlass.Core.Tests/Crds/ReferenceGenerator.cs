using System.Reflection;
using System.Text;
using Windlass.Core.Api;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Tests.Crds;

/// <summary>The reference of the API for people: a table for each kind, a row for each field, from the same schemas as the manifests.</summary>
internal static class ReferenceGenerator
{
    private const string Head = $"""
        # Reference of the API

        Written from `operator/Windlass.Core/Api` by `make crds`; a test fails when it differs. Group and version of every kind are `{ApiVersion.Group}/{ApiVersion.Version}`; all are
        namespaced, and a namespace is a cluster. `kubectl explain KIND.FIELD` says the same. A field of a list stands behind `[]`, one of a map behind `{"{}"}`.
        Manifests to begin with are in `config/samples`; tasks, from the first one on, in `config/README.md`.


        """;

    /// <summary>All of it.</summary>
    /// <param name="kinds">API types, in the order of the page.</param>
    public static string Markdown(IEnumerable<Type> kinds)
    {
        var page = new StringBuilder(Head);
        foreach (var kind in kinds)
        {
            Kind(page, kind);
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void Kind(StringBuilder page, Type type)
    {
        var resource = type.GetCustomAttribute<ResourceAttribute>()!;
        var root = SchemaGenerator.OfRoot(type);
        page.Append($"## {type.Name}\n\n{root["description"]} Short name: `{resource.ShortName}`.\n\n");
        Rules(page, root);
        foreach (var (name, field) in Fields(root).Where(field => field.Name is "spec" or "status"))
        {
            page.Append($"| `{name}` | | |\n|---|---|---|\n");
            Rows(page, field, "");
            page.Append('\n');
        }
    }

    private static void Rows(StringBuilder page, OrderedMap schema, string prefix)
    {
        var required = schema.GetValueOrDefault("required") as List<object> ?? [];
        foreach (var (name, field) in Fields(schema))
        {
            var path = $"{prefix}{name}";
            page.Append($"| `{path}` | {Kind(field, required.Contains(name))} | {Text(field)} |\n");
            var (inner, suffix) = Inner(field);
            Rows(page, inner, path + suffix);
        }
    }

    /// <summary>What is below a field: of a list its items, of a map its values.</summary>
    private static (OrderedMap Schema, string Suffix) Inner(OrderedMap field) =>
        field.GetValueOrDefault("items") is OrderedMap items ? (items, "[].")
        : field.GetValueOrDefault("additionalProperties") is OrderedMap values ? (values, "{}.")
        : (field, ".");

    private static IEnumerable<(string Name, OrderedMap Field)> Fields(OrderedMap schema) =>
        schema.GetValueOrDefault("properties") is OrderedMap properties ? properties.Select(one => (one.Key, (OrderedMap)one.Value)) : [];

    private static string Kind(OrderedMap field, bool isRequired)
    {
        var (inner, _) = Inner(field);
        var type = inner.GetValueOrDefault("enum") is List<object> words ? string.Join(", ", words.Select(word => $"`{word}`"))
            : inner.GetValueOrDefault("format") is "date-time" ? "time"
            : inner["type"];
        var shape = field.ContainsKey("items") ? $"list of {type}" : field.ContainsKey("additionalProperties") ? $"map of {type}" : type;
        return $"{shape}{(isRequired ? ", **required**" : "")}{Bounds(field)}{Default(field)}";
    }

    private static string Bounds(OrderedMap field) => (field.GetValueOrDefault("minimum"), field.GetValueOrDefault("maximum")) switch
    {
        (null, null) => "",
        (var least, null) => $", from {least}",
        (null, var most) => $", to {most}",
        var (least, most) => $", {least} to {most}",
    };

    private static string Default(OrderedMap field) => field.GetValueOrDefault("default") switch
    {
        null or OrderedMap => "",
        bool value => $"; default {(value ? "true" : "false")}",
        var value => $"; default `{value}`",
    };

    private static string Text(OrderedMap field)
    {
        var text = new StringBuilder(Cell($"{field.GetValueOrDefault("description")}"));
        foreach (var rule in Messages(field))
        {
            text.Append($" Rule: {Cell(rule)}.");
        }

        return text.ToString();
    }

    private static void Rules(StringBuilder page, OrderedMap root)
    {
        foreach (var rule in Messages(root))
        {
            page.Append($"Rule: {rule}.\n\n");
        }
    }

    private static IEnumerable<string> Messages(OrderedMap schema) => schema.GetValueOrDefault("x-kubernetes-validations") is List<object> rules
        ? rules.Cast<OrderedMap>().Select(rule => $"{rule["message"]}".TrimEnd('.'))
        : [];

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
