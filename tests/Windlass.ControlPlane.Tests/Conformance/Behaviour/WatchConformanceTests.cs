using System.Globalization;

using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Behaviour;

/// <summary>Watches of every server, on the wire.</summary>
public sealed class WatchConformanceTests(TestedServers servers)
{
    public static TheoryData<ServerKind> Kinds { get; } = [.. Enum.GetValues<ServerKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WatchThatBroke_ResumedFromItsLastVersion_MissesAndRepeatsNothing(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var start = await widgets.VersionAsync();
        await widgets.CreateAsync("a");
        await widgets.PatchAsync("a", """{"spec":{"size":2}}""");
        await widgets.CreateAsync("b");
        await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/a");

        var first = await server.WatchAsync($"{widgets.Path}?watch=true&resourceVersion={start}", 2);
        var rest = await server.WatchAsync($"{widgets.Path}?watch=true&resourceVersion={WatchedEvents.Version(first[^1])}", 2);

        Assert.Equal(["ADDED a", "MODIFIED a", "ADDED b", "DELETED a"], first.Concat(rest).Select(WatchedEvents.Short));
        var versions = first.Concat(rest).Select(seen => long.Parse(WatchedEvents.Version(seen), CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(versions.Distinct().Order(), versions);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ObjectThatEntersAndLeavesTheSelection_IsAddedAndDeleted(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var start = await widgets.VersionAsync();
        await widgets.CreateAsync("a");
        await widgets.PatchAsync("a", """{"metadata":{"labels":{"in":"y"}}}""");
        await widgets.PatchAsync("a", """{"spec":{"size":2}}""");
        var left = await widgets.PatchAsync("a", """{"metadata":{"labels":null}}""");

        var seen = await server.WatchAsync($"{widgets.Path}?watch=true&resourceVersion={start}&labelSelector=in%3Dy", 3);

        Assert.Equal(["ADDED a", "MODIFIED a", "DELETED a"], seen.Select(WatchedEvents.Short));
        Assert.Equal(left["metadata.resourceVersion"], WatchedEvents.Version(seen[^1]));
    }

    /// <summary>Ours alone: upstream promises no bookmark, and real servers on a busy machine were seen to send none.</summary>
    [Fact]
    public async Task QuietWatch_OfOurs_BookmarksWhatHappenedElsewhere()
    {
        var server = await servers.GetAsync(ServerKind.Embedded);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var start = await widgets.VersionAsync();

        // Of the same kind, and not selected: only a bookmark can tell of it.
        var elsewhere = await widgets.CreateAsync("unseen");

        var seen = await server.WatchAsync(
            $"{widgets.Path}?watch=true&resourceVersion={start}&allowWatchBookmarks=true&timeoutSeconds=4&fieldSelector=metadata.name%3Dnobody", int.MaxValue);

        Assert.Equal(["BOOKMARK"], seen.Select(WatchedEvents.Short).Distinct());
        Assert.True(Number(WatchedEvents.Version(seen[^1])) >= Number(elsewhere["metadata.resourceVersion"]), seen[^1].ToJsonString());
    }

    [Theory]
    [InlineData(ServerKind.Embedded)]
    [InlineData(ServerKind.KubetestApiserver)]
    public async Task ListByWatch_EndsItsInitialEventsWithABookmark(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        await widgets.CreateAsync("a");
        await widgets.CreateAsync("b");

        var seen = await server.WatchAsync(
            $"{widgets.Path}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", 3);

        Assert.Equal(["ADDED a", "ADDED b", "BOOKMARK"], seen.Select(WatchedEvents.Short));
        Assert.Equal("true", (string?)seen[^1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task VersionOfTheFuture_ListedOrWatched_IsRefusedAsTooLarge(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var future = Number(await widgets.VersionAsync()) + 1_000_000;

        var listed = await server.GetAsync($"{widgets.Path}?resourceVersion={future}&resourceVersionMatch=NotOlderThan");

        Assert.Equal((504, "Timeout"), (listed.Code, listed["reason"]));
        Assert.Contains("Too large resource version", listed["message"], StringComparison.Ordinal);
        Assert.Equal("ResourceVersionTooLarge", listed["details.causes.0.reason"]);
    }

    private static long Number(string version) => long.Parse(version, CultureInfo.InvariantCulture);
}
