using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Tests.Conformance.Servers;

/// <summary>Events of a watch, as they come over the wire.</summary>
internal static class WatchedEvents
{
    /// <summary>Reads so many, or until the server ends the stream; fails after half a minute.</summary>
    public static async Task<ImmutableArray<JsonObject>> ReadAsync(HttpClient client, string path, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        var events = ImmutableArray.CreateBuilder<JsonObject>();
        while (events.Count < count && await reader.ReadLineAsync(limit.Token) is { } line)
            events.Add(JsonNode.Parse(line)!.AsObject());
        return events.ToImmutable();
    }

    /// <summary>E.g. "ADDED a", or "BOOKMARK" alone.</summary>
    public static string Short(JsonObject seen) => $"{seen["type"]} {seen["object"]!["metadata"]?["name"]}".TrimEnd();

    public static string Version(JsonObject seen) => (string)seen["object"]!["metadata"]!["resourceVersion"]!;
}
