using System.Text.Json.Nodes;

using Windlass.ControlPlane.Tests.Serving;

namespace Windlass.ControlPlane.Tests.Watching;

public sealed class WatchTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task FromARevision_ShowsEveryLaterChangeOnce()
    {
        var start = (await server.GetAsync(Maps))["metadata.resourceVersion"];
        await CreateAsync("w1");
        await server.PatchAsync($"{Maps}/w1", """{"data":{"a":"b"}}""");
        await server.DeleteAsync($"{Maps}/w1");
        var events = await ReadAsync($"{Maps}?watch=true&resourceVersion={start}&fieldSelector=metadata.name%3Dw1", 3);
        Assert.Equal(["ADDED w1", "MODIFIED w1", "DELETED w1"], events.Select(Short));
        var versions = events.Select(e => long.Parse(e["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(versions.Order().Distinct(), versions);
    }

    [Fact]
    public async Task ObjectThatEntersAndLeavesTheSelection_IsAddedAndDeleted()
    {
        var start = (await server.GetAsync(Maps))["metadata.resourceVersion"];
        await CreateAsync("sel");
        await server.PatchAsync($"{Maps}/sel", """{"metadata":{"labels":{"in":"y"}}}""");
        await server.PatchAsync($"{Maps}/sel", """{"data":{"a":"b"}}""");
        var left = await server.PatchAsync($"{Maps}/sel", """{"metadata":{"labels":null}}""");
        var events = await ReadAsync($"{Maps}?watch=true&resourceVersion={start}&labelSelector=in%3Dy", 3);
        Assert.Equal(["ADDED sel", "MODIFIED sel", "DELETED sel"], events.Select(Short));
        Assert.Equal(left["metadata.resourceVersion"], events[2]["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Equal("y", events[2]["object"]!["metadata"]!["labels"]!["in"]!.GetValue<string>());
    }

    [Fact]
    public async Task WatchList_EndsItsInitialEventsWithABookmark()
    {
        await CreateAsync("init");
        var events = await ReadAsync(
            $"{Maps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dinit", 2);
        Assert.Equal(["ADDED", "BOOKMARK"], events.Select(e => e["type"]!.GetValue<string>()));
        Assert.Equal("true", events[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
        Assert.Equal(422, (await server.GetAsync($"{Maps}?watch=true&sendInitialEvents=true")).Code);
    }

    [Fact]
    public async Task Timeout_EndsTheStream_AfterALastBookmark()
    {
        var start = (await server.GetAsync(Maps))["metadata.resourceVersion"];
        var events = await ReadAsync($"{Maps}?watch=true&resourceVersion={start}&allowWatchBookmarks=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dnobody", int.MaxValue);
        Assert.Equal("BOOKMARK", Assert.Single(events)["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task RevisionFromBeforeTheRestart_IsExpired()
    {
        await using var other = new ServerFixture();
        await other.InitializeAsync();
        await other.CreateWidgetAsync("a");
        await other.Server.DisposeAsync();
        await other.StartAsync();
        using var client = other.NewClient();
        client.DefaultRequestHeaders.Authorization = other.Client.DefaultRequestHeaders.Authorization;
        var events = await ReadAsync($"{ServerFixture.Widgets}?watch=true&resourceVersion=1", 1, client);
        Assert.Equal(("ERROR", "Expired", "410"), (events[0]["type"]!.ToString(), events[0]["object"]!["reason"]!.ToString(), events[0]["object"]!["code"]!.ToString()));
        Assert.StartsWith("too old resource version: 1 (", events[0]["object"]!["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableWatch_SendsEachObjectAsATable()
    {
        await CreateAsync("tabled");
        var events = await ReadAsync($"{Maps}?watch=true&fieldSelector=metadata.name%3Dtabled", 1, accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal("Table", events[0]["object"]!["kind"]!.ToString());
        Assert.Equal("tabled", events[0]["object"]!["rows"]![0]!["cells"]![0]!.ToString());
    }

    private static string Short(JsonObject e) => $"{e["type"]} {e["object"]!["metadata"]!["name"]}";

    private Task<Reply> CreateAsync(string name) => server.PostAsync(Maps, $$$"""{"metadata":{"name":"{{{name}}}"}}""");

    /// <summary>Reads so many events, or until the stream ends.</summary>
    private async Task<List<JsonObject>> ReadAsync(string path, int count, HttpClient? client = null, string accept = "application/json")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await (client ?? server.Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        var events = new List<JsonObject>();
        while (events.Count < count && await reader.ReadLineAsync(limit.Token) is { } line)
            events.Add(JsonNode.Parse(line)!.AsObject());
        return events;
    }
}
