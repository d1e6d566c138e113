using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Serving;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Behaviour;

/// <summary>Garbage collection by owner reference: ours, and kube-controller-manager's on a real server.</summary>
public sealed class GarbageConformanceTests(TestedServers servers, GarbageCollector collector) : IClassFixture<GarbageCollector>
{
    public static TheoryData<ServerKind> Kinds { get; } = [ServerKind.Embedded, ServerKind.KubeApiserver];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Background_DependentsFollowTheirOwner(ServerKind kind)
    {
        var (server, widgets) = await BeginAsync(kind);
        await OwnedAsync(widgets, "owned", await widgets.CreateAsync("owner"));

        var deleted = await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/owner", """{"propagationPolicy":"Background"}""");

        Assert.Equal((200, "Success"), (deleted.Code, deleted["status"]));
        Assert.Equal(404, (await widgets.GetAsync("owner")).Code);
        await server.UntilAsync($"{widgets.Path}/owned", reply => reply.Code == 404);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Foreground_OwnerGoesLast(ServerKind kind)
    {
        var (server, widgets) = await BeginAsync(kind);
        await OwnedAsync(widgets, "held", await widgets.CreateAsync("owner"), ""","finalizers":["windlass.dev/hold"]""");

        var deleted = await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/owner", """{"propagationPolicy":"Foreground"}""");
        await server.UntilAsync($"{widgets.Path}/held", reply => reply["metadata.deletionTimestamp"].Length > 0);
        var waiting = await widgets.GetAsync("owner");
        await widgets.PatchAsync("held", """{"metadata":{"finalizers":null}}""");

        Assert.Equal(("foregroundDeletion", "Widget"), (deleted["metadata.finalizers.0"], deleted["kind"]));
        Assert.Equal(("foregroundDeletion", 200), (waiting["metadata.finalizers.0"], waiting.Code));
        await server.UntilAsync($"{widgets.Path}/owner", reply => reply.Code == 404);
        Assert.Equal(404, (await widgets.GetAsync("held")).Code);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Orphan_DependentsStayWithoutTheirOwner(ServerKind kind)
    {
        var (server, widgets) = await BeginAsync(kind);
        await OwnedAsync(widgets, "kept", await widgets.CreateAsync("owner"));

        await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/owner", """{"propagationPolicy":"Orphan"}""");
        await server.UntilAsync($"{widgets.Path}/owner", reply => reply.Code == 404);

        var kept = await widgets.GetAsync("kept");
        Assert.Equal((200, ""), (kept.Code, kept["metadata.ownerReferences"]));
    }

    /// <summary>An owner of the same name is another owner.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OwnerOfAnotherUid_IsNone(ServerKind kind)
    {
        var (server, widgets) = await BeginAsync(kind);
        var gone = await widgets.CreateAsync("owner");
        await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/owner");
        await widgets.CreateAsync("owner");

        await OwnedAsync(widgets, "owned", gone);

        await server.UntilAsync($"{widgets.Path}/owned", reply => reply.Code == 404);
        Assert.Equal(200, (await widgets.GetAsync("owner")).Code);
    }

    /// <summary>A dependent with two owners goes with the second.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OneOfTwoOwnersDeleted_DependentStaysWithTheOther(ServerKind kind)
    {
        var (server, widgets) = await BeginAsync(kind);
        var (one, two) = (await widgets.CreateAsync("one"), await widgets.CreateAsync("two"));
        await widgets.CreateAsync("owned", $""","ownerReferences":[{Reference(one)},{Reference(two)}]""");

        await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/one", """{"propagationPolicy":"Background"}""");
        var left = await server.UntilAsync($"{widgets.Path}/owned", reply => reply["metadata.ownerReferences.0.name"] == "two");
        await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/two", """{"propagationPolicy":"Background"}""");

        Assert.Equal((200, ""), (left.Code, left["metadata.deletionTimestamp"]));
        await server.UntilAsync($"{widgets.Path}/owned", reply => reply.Code == 404);
    }

    private async Task<(TestedServer Server, Widgets Widgets)> BeginAsync(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        if (kind != ServerKind.Embedded)
            collector.Start(server);
        return (server, await Widgets.InNewNamespaceAsync(server));
    }

    private static async Task OwnedAsync(Widgets widgets, string name, Reply owner, string metadata = "") =>
        Assert.Equal(201, (await widgets.CreateAsync(name, $""","ownerReferences":[{Reference(owner)}]{metadata}""")).Code);

    private static string Reference(Reply owner) =>
        $$"""{"apiVersion":"testing.windlass.dev/v1","kind":"Widget","name":"{{owner["metadata.name"]}}","uid":"{{owner["metadata.uid"]}}","blockOwnerDeletion":true}""";
}
