using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.Testing.Charts;

/// <summary>What a chart comes to.</summary>
/// <param name="Notes">NOTES.txt.</param>
/// <param name="Documents">Objects, with the template that each came from, in the order of their names.</param>
public sealed record RenderedChart(string Notes, ImmutableArray<(string Template, JsonObject Object)> Documents)
{
    /// <summary>All objects.</summary>
    public IEnumerable<JsonObject> Objects => Documents.Select(document => document.Object);

    /// <summary>Objects of a kind.</summary>
    /// <param name="kind">E.g. Deployment.</param>
    public ImmutableArray<JsonObject> Of(string kind) => [.. Objects.Where(one => (string?)one["kind"] == kind)];

    /// <summary>As one list that kubectl takes.</summary>
    /// <param name="objects">Which; JSON is YAML.</param>
    public static string ListOf(IEnumerable<JsonObject> objects) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "List",
        ["items"] = new JsonArray([.. objects.Select(one => one.DeepClone())]),
    }.ToJsonString();

    /// <summary>Reads what helm-render prints.</summary>
    /// <param name="json">Its output.</param>
    internal static RenderedChart Read(string json)
    {
        var answer = JsonNode.Parse(json)!;
        return new RenderedChart(
            (string)answer["notes"]!, [.. answer["documents"]!.AsArray().Select(each => ((string)each!["template"]!, each["object"]!.AsObject()))]);
    }
}
