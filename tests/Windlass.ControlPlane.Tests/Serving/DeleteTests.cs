namespace Windlass.ControlPlane.Tests.Serving;

public sealed class DeleteTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task WithoutFinalizers_IsGoneAtOnce()
    {
        var created = await server.CreateWidgetAsync("gone");
        var deleted = await server.DeleteAsync($"{ServerFixture.Widgets}/gone");
        Assert.Equal((200, "Success", "gone", created["metadata.uid"]), (deleted.Code, deleted["status"], deleted["details.name"], deleted["details.uid"]));
        Assert.Equal(404, (await server.DeleteAsync($"{ServerFixture.Widgets}/gone")).Code);
    }

    [Fact]
    public async Task WithFinalizer_IsMarked_TakesNoNewOne_AndGoesWithTheLast()
    {
        await server.CreateWidgetAsync("held", metadata: ""","finalizers":["demo.example.com/hold"]""");
        var marked = await server.DeleteAsync($"{ServerFixture.Widgets}/held");
        Assert.NotEmpty(marked["metadata.deletionTimestamp"]);
        Assert.Equal("2", marked["metadata.generation"]);
        var added = await server.PatchAsync($"{ServerFixture.Widgets}/held", """{"metadata":{"finalizers":["demo.example.com/hold","demo.example.com/more"]}}""");
        Assert.Equal((422, "FieldValueForbidden"), (added.Code, added["details.causes.0.reason"]));
        Assert.Equal(200, (await server.PatchAsync($"{ServerFixture.Widgets}/held", """{"metadata":{"finalizers":null}}""")).Code);
        Assert.Equal(404, (await server.GetAsync($"{ServerFixture.Widgets}/held")).Code);
    }

    [Fact]
    public async Task PreconditionThatFails_IsConflict()
    {
        await server.CreateWidgetAsync("guarded");
        var refused = await server.DeleteAsync($"{ServerFixture.Widgets}/guarded", """{"preconditions":{"uid":"somebody-else"}}""");
        Assert.Equal((409, "Conflict"), (refused.Code, refused["reason"]));
        Assert.Equal(200, (await server.GetAsync($"{ServerFixture.Widgets}/guarded")).Code);
    }

    [Fact]
    public async Task DryRun_DeletesNothing()
    {
        await server.CreateWidgetAsync("drydelete");
        Assert.Equal(200, (await server.DeleteAsync($"{ServerFixture.Widgets}/drydelete?dryRun=All")).Code);
        Assert.Equal(200, (await server.GetAsync($"{ServerFixture.Widgets}/drydelete")).Code);
    }

    [Fact]
    public async Task Collection_TakesWhatTheSelectorMatches()
    {
        await server.CreateWidgetAsync("col1", metadata: ""","labels":{"set":"a"}""");
        await server.CreateWidgetAsync("col2", metadata: ""","labels":{"set":"b"}""");
        var deleted = await server.DeleteAsync($"{ServerFixture.Widgets}?labelSelector=set%3Da");
        Assert.Equal(["col1"], deleted.ItemNames);
        Assert.Equal(404, (await server.GetAsync($"{ServerFixture.Widgets}/col1")).Code);
        Assert.Equal(200, (await server.GetAsync($"{ServerFixture.Widgets}/col2")).Code);
    }

    [Fact]
    public async Task Background_DependentsFollowTheirOwner()
    {
        var owner = await server.CreateWidgetAsync("owner");
        await CreateOwnedAsync("owned", owner);
        await server.DeleteAsync($"{ServerFixture.Widgets}/owner");
        await server.UntilAsync($"{Maps}/owned", reply => reply.Code == 404);
    }

    [Fact]
    public async Task Foreground_OwnerGoesLast()
    {
        var owner = await server.CreateWidgetAsync("fg");
        await CreateOwnedAsync("fgowned", owner, ""","finalizers":["demo.example.com/hold"]""");
        await server.DeleteAsync($"{ServerFixture.Widgets}/fg", """{"propagationPolicy":"Foreground"}""");
        await server.UntilAsync($"{Maps}/fgowned", reply => reply["metadata.deletionTimestamp"].Length > 0);
        Assert.Equal("foregroundDeletion", (await server.GetAsync($"{ServerFixture.Widgets}/fg"))["metadata.finalizers.0"]);
        await server.PatchAsync($"{Maps}/fgowned", """{"metadata":{"finalizers":null}}""");
        await server.UntilAsync($"{ServerFixture.Widgets}/fg", reply => reply.Code == 404);
    }

    [Fact]
    public async Task Orphan_DependentsStay_WithoutOwner()
    {
        var owner = await server.CreateWidgetAsync("orphaning");
        await CreateOwnedAsync("orphan", owner);
        await server.DeleteAsync($"{ServerFixture.Widgets}/orphaning?propagationPolicy=Orphan");
        await server.UntilAsync($"{ServerFixture.Widgets}/orphaning", reply => reply.Code == 404);
        var left = await server.GetAsync($"{Maps}/orphan");
        Assert.Equal(200, left.Code);
        Assert.Null(left.At("metadata.ownerReferences"));
    }

    [Fact]
    public async Task OwnerOfAKindNotServed_KeepsItsDependents()
    {
        await server.PostAsync(Maps, """{"metadata":{"name":"foreign","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"x"}]}}""");
        // A second owner that is known and gone proves that the collector has passed over both.
        await CreateOwnedAsync("witness", new Reply(0, new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "never", ["uid"] = "never" } }, ""));
        await server.UntilAsync($"{Maps}/witness", reply => reply.Code == 404);
        Assert.Equal(200, (await server.GetAsync($"{Maps}/foreign")).Code);
    }

    [Fact]
    public async Task Namespace_TakesItsContentsWithIt_AndAdmitsNothingNew()
    {
        await server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"room"}}""");
        await server.PostAsync("/api/v1/namespaces/room/configmaps", """{"metadata":{"name":"held","finalizers":["demo.example.com/hold"]}}""");
        var deleted = await server.DeleteAsync("/api/v1/namespaces/room");
        Assert.Equal("Terminating", deleted["status.phase"]);
        var late = await server.PostAsync("/api/v1/namespaces/room/configmaps", """{"metadata":{"name":"late"}}""");
        Assert.Equal((403, "NamespaceTerminating"), (late.Code, late["details.causes.0.reason"]));
        await server.UntilAsync("/api/v1/namespaces/room/configmaps/held", reply => reply["metadata.deletionTimestamp"].Length > 0);
        await server.PatchAsync("/api/v1/namespaces/room/configmaps/held", """{"metadata":{"finalizers":null}}""");
        await server.UntilAsync("/api/v1/namespaces/room", reply => reply.Code == 404);
    }

    [Fact]
    public async Task DefaultNamespace_IsKept()
    {
        var refused = await server.DeleteAsync("/api/v1/namespaces/default");
        Assert.Equal((403, "namespaces \"default\" is forbidden: this namespace may not be deleted"), (refused.Code, refused["message"]));
    }

    private Task<Reply> CreateOwnedAsync(string name, Reply owner, string metadata = "") => server.PostAsync(Maps, $$$"""
        {"metadata":{"name":"{{{name}}}"{{{metadata}}},"ownerReferences":[
          {"apiVersion":"demo.example.com/v1","kind":"Widget","name":"{{{owner["metadata.name"]}}}","uid":"{{{owner["metadata.uid"]}}}"}]}}
        """);
}
