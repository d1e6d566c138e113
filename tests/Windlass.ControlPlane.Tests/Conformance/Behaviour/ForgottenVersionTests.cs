using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Behaviour;

/// <summary>What a server has forgotten is 410 Expired, and nothing else: clients list again on that, and only on that.</summary>
public sealed class ForgottenVersionTests(TestedServers servers)
{
    /// <summary>Ours remembers 16 lists that are read in pages; etcd what was since its last compaction.</summary>
    [Fact]
    public async Task Embedded_ContinueAfterManyOtherLists_IsExpired()
    {
        var server = await servers.GetAsync(ServerKind.Embedded);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        foreach (var name in (string[])["a", "b"])
            await widgets.CreateAsync(name);
        var page = await server.GetAsync($"{widgets.Path}?limit=1");
        for (var size = 2; size < 20; size++)
        {
            await widgets.PatchAsync("a", $$$"""{"spec":{"size":{{{size}}}}}""");
            await server.GetAsync($"{widgets.Path}?limit=1");
        }

        await AssertExpiredAsync(server, widgets, page["metadata.continue"]);
    }

    /// <summary>On a server of its own: a compaction would break the pages of other tests. (Late servers go on from a copy of their own.)</summary>
    [Fact]
    public async Task KubeApiserver_AfterCompaction_WatchAndContinueAreExpired()
    {
        var missing = KubeAssets.Missing(ServerKind.KubeApiserver);
        Assert.SkipWhen(missing is not null, missing ?? "");
        var real = await KubeServer.StartAsync(ServerKind.KubeApiserver);
        await using var server = new TestedServer(ServerKind.KubeApiserver, real.KubeconfigPath, real.Administrator, real);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await server.DefineAsync(ShippedDefinition.All.Where(definition => definition.Plural == "widgets"), limit.Token);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        foreach (var name in (string[])["a", "b"])
            await widgets.CreateAsync(name);
        var page = await server.GetAsync($"{widgets.Path}?limit=1");
        await widgets.PatchAsync("a", """{"spec":{"size":2}}""");
        await real.CompactAsync();

        await AssertExpiredAsync(server, widgets, page["metadata.continue"]);
        var seen = Assert.Single(await server.WatchAsync($"{widgets.Path}?watch=true&resourceVersion=1", 1));
        Assert.Equal(("ERROR", "Expired", "410"), (seen["type"]!.ToString(), seen["object"]!["reason"]!.ToString(), seen["object"]!["code"]!.ToString()));
        Assert.StartsWith("too old resource version: 1 (", seen["object"]!["message"]!.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertExpiredAsync(TestedServer server, Widgets widgets, string token)
    {
        var late = await server.GetAsync($"{widgets.Path}?limit=1&continue={Uri.EscapeDataString(token)}");
        Assert.Equal((410, "Expired"), (late.Code, late["reason"]));
        Assert.StartsWith("The provided continue parameter is too old", late["message"], StringComparison.Ordinal);
        Assert.Equal(["a", "b"], (await server.GetAsync(widgets.Path)).ItemNames);
    }
}
