using System.Text.Json.Nodes;

using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Serving;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Behaviour;

/// <summary>Writes that must fail, that must change nothing, or that must change one half of an object only: on every server alike.</summary>
public sealed class WriteConformanceTests(TestedServers servers)
{
    private const string Apply = "application/apply-patch+yaml";

    public static TheoryData<ServerKind> Kinds { get; } = [.. Enum.GetValues<ServerKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OldVersion_AnyWrite_IsAConflictThatSaysWhatToDo(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var old = (await widgets.CreateAsync("a")).Body;
        await widgets.PatchAsync("a", """{"spec":{"size":2}}""");
        var version = (string)old["metadata"]!["resourceVersion"]!;

        Reply[] refused =
        [
            await server.SendAsync(HttpMethod.Put, $"{widgets.Path}/a", old.ToJsonString()),
            await widgets.PatchAsync("a", $$$"""{"metadata":{"resourceVersion":"{{{version}}}"},"spec":{"size":3}}"""),
        ];
        var deleted = await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/a", $$$"""{"preconditions":{"resourceVersion":"{{{version}}}"}}""");

        const string Sentence = "Operation cannot be fulfilled on widgets.testing.windlass.dev \"a\": " +
            "the object has been modified; please apply your changes to the latest version and try again";
        Assert.All(refused, reply => Assert.Equal((409, "Conflict", Sentence), (reply.Code, reply["reason"], reply["message"])));
        Assert.Equal((409, "Conflict"), (deleted.Code, deleted["reason"]));
        Assert.Equal("2", (await widgets.GetAsync("a"))["spec.size"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FieldOfAnotherManager_Applied_IsNamedAndTakenOnlyByForce(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        Assert.Equal(201, (await ApplyAsync("one", 1, "red")).Code);

        var refused = await ApplyAsync("two", 2, "red");
        var shared = (await widgets.GetAsync("a"))["spec.size"];
        var forced = await ApplyAsync("two", 2, "red", "&force=true");
        var late = await ApplyAsync("one", 1, "red");

        Assert.Equal((409, "Conflict", "FieldManagerConflict", ".spec.size"), (refused.Code, refused["reason"], refused["details.causes.0.reason"], refused["details.causes.0.field"]));
        Assert.Equal("conflict with \"one\"", refused["details.causes.0.message"]);
        Assert.Single(refused.Body["details"]!["causes"]!.AsArray());
        Assert.Equal(("1", 200, "2"), (shared, forced.Code, forced["spec.size"]));
        Assert.Equal((409, "conflict with \"two\""), (late.Code, late["details.causes.0.message"]));

        Task<Reply> ApplyAsync(string manager, int size, string color, string query = "") => server.SendAsync(
            HttpMethod.Patch, $"{widgets.Path}/a?fieldManager={manager}{query}",
            $$$"""{"apiVersion":"testing.windlass.dev/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":{{{size}}},"color":"{{{color}}}"}}""", Apply);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task DryRun_EveryVerb_ShowsTheResultAndChangesNothing(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var created = await widgets.CreateAsync("new", query: "?dryRun=All");
        var before = await widgets.CreateAsync("a");
        var changed = (JsonObject)before.Body.DeepClone();
        changed["spec"]!["size"] = 5;

        var put = await server.SendAsync(HttpMethod.Put, $"{widgets.Path}/a?dryRun=All", changed.ToJsonString());
        var patched = await widgets.PatchAsync("a", """{"spec":{"size":6}}""", "?dryRun=All");
        var deleted = await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/a?dryRun=All");
        var all = await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}?dryRun=All");

        Assert.Equal((201, 200, 200, 200, 200), (created.Code, put.Code, patched.Code, deleted.Code, all.Code));
        Assert.Equal(("5", "6"), (put["spec.size"], patched["spec.size"]));
        Assert.Equal(404, (await widgets.GetAsync("new")).Code);
        Assert.True(JsonNode.DeepEquals(before.Body, (await widgets.GetAsync("a")).Body));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SpecAndStatus_EachDoor_LeavesTheOtherHalfAlone(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        await widgets.CreateAsync("a");

        var byMain = await widgets.PatchAsync("a", """{"spec":{"size":2},"status":{"seen":9}}""");
        var byStatus = await server.SendAsync(
            HttpMethod.Patch, $"{widgets.Path}/a/status", """{"metadata":{"labels":{"a":"b"}},"spec":{"size":7},"status":{"seen":3}}""", "application/merge-patch+json");

        Assert.Equal(("2", "", "2"), (byMain["spec.size"], byMain["status.seen"], byMain["metadata.generation"]));
        Assert.Equal(("2", "3", "2", ""), (byStatus["spec.size"], byStatus["status.seen"], byStatus["metadata.generation"], byStatus["metadata.labels.a"]));
    }

    /// <summary>Two who want one lease at one time: the second must see that it was late.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Lease_TakenByTwoWithTheSameVersion_IsOnesOnly(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var path = $"/apis/coordination.k8s.io/v1/namespaces/{widgets.Space}/leases";
        var free = await server.SendAsync(HttpMethod.Post, path, """{"metadata":{"name":"l"},"spec":{"holderIdentity":"","leaseDurationSeconds":1}}""");

        var both = await Task.WhenAll(TakeAsync("one"), TakeAsync("two"));

        Assert.Equal([200, 409], both.Select(reply => reply.Code).Order());
        Assert.Equal(both.Single(reply => reply.Code == 200)["spec.holderIdentity"], (await server.GetAsync($"{path}/l"))["spec.holderIdentity"]);

        Task<Reply> TakeAsync(string who)
        {
            var taken = (JsonObject)free.Body.DeepClone();
            taken["spec"]!["holderIdentity"] = who;
            return server.SendAsync(HttpMethod.Put, $"{path}/l", taken.ToJsonString());
        }
    }

    /// <summary>The kinds of the late server that are not upstream's own are not checked there.</summary>
    [Theory]
    [InlineData(ServerKind.Embedded)]
    [InlineData(ServerKind.KubeApiserver)]
    public async Task EventSeries_CountedOn_IsSeenInBothForms(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        var path = $"/apis/events.k8s.io/v1/namespaces/{widgets.Space}/events";
        var made = await server.SendAsync(HttpMethod.Post, path, $$$"""
            {"metadata":{"name":"e"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"windlass.dev/operator","reportingInstance":"one","action":"Upgrade",
             "reason":"Updated","type":"Normal","note":"it is","regarding":{"kind":"Widget","name":"a","namespace":"{{{widgets.Space}}}"}}
            """);

        var counted = await PatchAsync("""{"series":{"count":2,"lastObservedTime":"2026-01-01T00:10:00.000000Z"}}""");
        var core = await server.GetAsync($"/api/v1/namespaces/{widgets.Space}/events/e");
        var single = await PatchAsync("""{"series":{"count":1,"lastObservedTime":"2026-01-01T00:11:00.000000Z"}}""");

        Assert.Equal((201, 200, "2"), (made.Code, counted.Code, counted["series.count"]));
        // 1.20 judges new events only.
        Assert.Equal(kind == ServerKind.Embedded ? (422, "series.count") : (200, ""), (single.Code, single["details.causes.0.field"]));
        Assert.Equal(("it is", "2", "windlass.dev/operator"), (core["message"], core["series.count"], core["reportingComponent"]));

        Task<Reply> PatchAsync(string patch) => server.SendAsync(HttpMethod.Patch, $"{path}/e", patch, "application/merge-patch+json");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Pages_WrittenToMeanwhile_ShowOneRevision(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var widgets = await Widgets.InNewNamespaceAsync(server);
        foreach (var name in (string[])["a", "b", "c"])
            await widgets.CreateAsync(name);

        var first = await server.GetAsync($"{widgets.Path}?limit=2");
        await widgets.CreateAsync("d");
        await server.SendAsync(HttpMethod.Delete, $"{widgets.Path}/c");
        var second = await server.GetAsync($"{widgets.Path}?limit=2&continue={Uri.EscapeDataString(first["metadata.continue"])}");

        Assert.Equal(["a", "b", "c"], first.ItemNames.Concat(second.ItemNames));
        Assert.Equal(("1", "", first["metadata.resourceVersion"]), (first["metadata.remainingItemCount"], second["metadata.continue"], second["metadata.resourceVersion"]));
    }
}
