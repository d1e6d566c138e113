using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>values.yaml as a table for people, and the keys of its schema.</summary>
internal static class ChartDocument
{
    /// <summary>Maps that Kubernetes defines: their keys are not ours to list.</summary>
    public static readonly ImmutableArray<string> KubernetesOwn = ["affinity", "global", "resources.requests", "resources.limits"];

    private const string Begin = "<!-- values: written by make chart -->\n";
    private const string End = "<!-- end of values -->\n";

    public static string ReadmePath => SourceTree.At("charts", "windlass", "README.md");

    private static JsonObject Schema => JsonNode.Parse(File.ReadAllText(SourceTree.At("charts", "windlass", "values.schema.json")))!.AsObject();

    /// <summary>Every value, with its default as JSON and the comment above it.</summary>
    public static ImmutableArray<(string Key, string Default, string Comment)> Rows()
    {
        var path = SourceTree.At("charts", "windlass", "values.yaml");
        var comments = Comments(File.ReadAllLines(path));
        var values = YamlText.Objects(File.ReadAllText(path)).Single();
        return [.. Leaves(values, "").Select(leaf => (leaf.Key, leaf.Value, comments.GetValueOrDefault(leaf.Key, "")))];
    }

    /// <summary>The same keys, as the schema has them.</summary>
    public static IEnumerable<string> SchemaLeaves() => SchemaLeaves(Schema, "").Where(key => key != "global");

    /// <summary>Objects of the schema, by their keys, that take any property.</summary>
    public static IEnumerable<string> OpenObjects() => OpenObjects(Schema, "");

    public static string WithTable(string readme)
    {
        var (from, to) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= 0 && to > from, "README.md has lost the marks of its table");
        var table = new StringBuilder("| value | default | |\n|---|---|---|\n");
        foreach (var (key, value, comment) in Rows())
        {
            table.Append("| `").Append(key).Append("` | `").Append(value).Append("` | ").Append(comment.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return readme[..(from + Begin.Length)] + table + readme[to..];
    }

    /// <summary>A map with keys in values.yaml is a branch of ours; an empty one, like all else, is a value.</summary>
    private static IEnumerable<(string Key, string Value)> Leaves(JsonObject map, string under) => map.SelectMany(entry =>
        entry.Value is JsonObject { Count: > 0 } inner && !KubernetesOwn.Contains(under + entry.Key) && under + entry.Key != "resources"
            ? Leaves(inner, $"{under}{entry.Key}.")
            : [(under + entry.Key, entry.Value?.ToJsonString(Plain) ?? "null")]);

    private static System.Text.Json.JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Comment lines stand right above their key; the indentation tells where it is.</summary>
    private static Dictionary<string, string> Comments(string[] lines)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var pending = new List<string>();
        var path = new List<string>();
        foreach (var line in lines)
        {
            var text = line.TrimStart();
            if (text.StartsWith('#'))
            {
                pending.Add(text[1..].Trim());
                continue;
            }

            if (text.Length > 0 && text[0] != '-')
            {
                path = [.. path.Take((line.Length - text.Length) / 2), text[..text.IndexOf(':')]];
                found[string.Join('.', path)] = string.Join(' ', pending);
            }

            pending.Clear();
        }

        return found;
    }

    private static IEnumerable<string> SchemaLeaves(JsonObject schema, string under) => schema["properties"]!.AsObject().SelectMany(entry =>
        entry.Value!["properties"] is JsonObject && under + entry.Key != "resources" ? SchemaLeaves(entry.Value.AsObject(), $"{under}{entry.Key}.") : [under + entry.Key]);

    private static IEnumerable<string> OpenObjects(JsonObject schema, string under)
    {
        var name = under.TrimEnd('.');
        if ((string?)schema["type"] == "object" && (bool?)schema["additionalProperties"] != false)
        {
            yield return name;
        }

        foreach (var inner in (schema["properties"] as JsonObject ?? []).SelectMany(entry => OpenObjects(entry.Value!.AsObject(), $"{under}{entry.Key}.")))
        {
            yield return inner;
        }
    }
}
