using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>What the server answered. Paths name members with dots, e.g. "metadata.generation".</summary>
public sealed record Reply(int Code, JsonObject Body, string Warnings)
{
    public string this[string path] => At(path)?.ToString() ?? "";

    public JsonNode? At(string path) => path.Split('.').Aggregate((JsonNode?)Body, (node, name) => node switch
    {
        JsonArray list => list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)],
        JsonObject map => map[name],
        _ => null,
    });

    public IEnumerable<string> ItemNames => Body["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>());
}
