namespace Windlass.ControlPlane.Tests.Serving;

public sealed class ReadTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    [Fact]
    public async Task Pages_ShowOneRevision_WhateverIsWrittenBetween()
    {
        foreach (var name in (string[])["p1", "p2", "p3"])
            await server.PostAsync(Maps, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"page\":\"y\"}}}");
        var first = await server.GetAsync($"{Maps}?limit=2&labelSelector=page");
        Assert.Equal(["p1", "p2"], first.ItemNames);
        await server.PostAsync(Maps, """{"metadata":{"name":"p4","labels":{"page":"y"}}}""");
        var second = await server.GetAsync($"{Maps}?limit=2&labelSelector=page&continue={first["metadata.continue"]}");
        Assert.Equal(["p3"], second.ItemNames);
        Assert.Equal(first["metadata.resourceVersion"], second["metadata.resourceVersion"]);
        Assert.Equal("", second["metadata.continue"]);
        Assert.Equal(400, (await server.GetAsync($"{Maps}?continue=nonsense!")).Code);
    }

    [Fact]
    public async Task FieldSelectors_KnowSelectableFields_AndRefuseOthers()
    {
        await server.CreateWidgetAsync("sel");
        Assert.Contains("sel", (await server.GetAsync($"{ServerFixture.Widgets}?fieldSelector=spec.colour%3Dred")).ItemNames);
        Assert.DoesNotContain("sel", (await server.GetAsync($"{ServerFixture.Widgets}?fieldSelector=spec.colour!%3Dred")).ItemNames);
        Assert.Equal(["sel"], (await server.GetAsync($"{ServerFixture.Widgets}?fieldSelector=metadata.name%3Dsel")).ItemNames);
        var refused = await server.GetAsync($"{ServerFixture.Widgets}?fieldSelector=spec.size%3D3");
        Assert.Equal((400, "field label not supported: spec.size"), (refused.Code, refused["message"]));
    }

    [Fact]
    public async Task Table_HasOurColumnsAndPartialObjects()
    {
        await server.CreateWidgetAsync("tab");
        var table = await server.GetAsync($"{ServerFixture.Widgets}/tab", Table);
        Assert.Equal("Table", table["kind"]);
        Assert.Equal(["Name", "Colour", "Size", "Ready", "Age", "Note"], table.At("columnDefinitions")!.AsArray().Select(column => column!["name"]!.GetValue<string>()));
        Assert.Equal(("tab", "red", "3"), (table["rows.0.cells.0"], table["rows.0.cells.1"], table["rows.0.cells.2"]));
        Assert.Equal(("PartialObjectMetadata", "tab"), (table["rows.0.object.kind"], table["rows.0.object.metadata.name"]));
        var whole = await server.GetAsync($"{ServerFixture.Widgets}?includeObject=Object", Table);
        Assert.Equal("Widget", whole["rows.0.object.kind"]);
    }

    [Fact]
    public async Task MetadataOnly_LeavesOutTheRest()
    {
        await server.CreateWidgetAsync("meta");
        var partial = await server.GetAsync($"{ServerFixture.Widgets}/meta", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        Assert.Equal(("PartialObjectMetadata", "meta"), (partial["kind"], partial["metadata.name"]));
        Assert.Null(partial.At("spec"));
        var list = await server.GetAsync(ServerFixture.Widgets, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        Assert.Equal("PartialObjectMetadataList", list["kind"]);
    }

    [Fact]
    public async Task UnknownMediaType_IsNotAcceptable() =>
        Assert.Equal(406, (await server.GetAsync(ServerFixture.Widgets, "application/vnd.kubernetes.protobuf")).Code);

    [Fact]
    public async Task RevisionOfTheFuture_IsATimeoutToRetry()
    {
        var reply = await server.GetAsync($"{ServerFixture.Widgets}?resourceVersion=999999999&resourceVersionMatch=NotOlderThan");
        Assert.Equal((504, "Timeout", "ResourceVersionTooLarge"), (reply.Code, reply["reason"], reply["details.causes.0.reason"]));
    }

    [Fact]
    public async Task Missing_IsNotFoundWithDetails()
    {
        var reply = await server.GetAsync($"{ServerFixture.Widgets}/nope");
        Assert.Equal(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"widgets.demo.example.com \u0022nope\u0022 not found","reason":"NotFound","details":{"name":"nope","group":"demo.example.com","kind":"widgets"},"code":404}""",
            reply.Body.ToJsonString());
        Assert.Equal(404, (await server.GetAsync("/apis/demo.example.com/v1/gadgets")).Code);
        Assert.Equal(404, (await server.GetAsync("/no/such/path")).Code);
    }

    [Fact]
    public async Task OneEvent_TwoForms()
    {
        const string Modern = "/apis/events.k8s.io/v1/namespaces/default/events";
        const string Core = "/api/v1/namespaces/default/events";
        await server.PostAsync(Modern, """
            {"metadata":{"name":"e1"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"windlass.dev/x","reportingInstance":"x-1","action":"Drain",
             "reason":"Drained","type":"Normal","note":"all quiet","regarding":{"kind":"Widget","name":"w","namespace":"default","uid":"u1"}}
            """);
        var core = await server.GetAsync($"{Core}?fieldSelector=involvedObject.name%3Dw%2CinvolvedObject.uid%3Du1");
        Assert.Equal(("v1", "all quiet", "windlass.dev/x"), (core["items.0.apiVersion"], core["items.0.message"], core["items.0.reportingComponent"]));
        var modern = await server.GetAsync($"{Modern}?fieldSelector=regarding.name%3Dw");
        Assert.Equal(("events.k8s.io/v1", "all quiet"), (modern["items.0.apiVersion"], modern["items.0.note"]));
        var counted = await server.PatchAsync($"{Modern}/e1", """{"series":{"count":2,"lastObservedTime":"2026-01-01T00:01:00.000000Z"}}""");
        Assert.Equal(("2", "all quiet"), (counted["series.count"], counted["note"]));
        var strange = await server.PostAsync(Core, """{"metadata":{"name":"e2"},"involvedObject":{"kind":"Widget","name":"w","namespace":"kube-system"}}""");
        Assert.Equal(422, strange.Code);
    }

    [Theory]
    [InlineData("/api", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json", "APIGroupDiscoveryList", "apidiscovery.k8s.io/v2")]
    [InlineData("/apis", "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json", "APIGroupDiscoveryList", "apidiscovery.k8s.io/v2beta1")]
    [InlineData("/api", "application/json, */*", "APIVersions", "")]
    [InlineData("/apis", "application/json", "APIGroupList", "v1")]
    [InlineData("/apis/demo.example.com/v1", "application/json", "APIResourceList", "v1")]
    [InlineData("/apis/demo.example.com", "application/json", "APIGroup", "v1")]
    public async Task Discovery_SpeaksBothForms(string path, string accept, string kind, string apiVersion)
    {
        var reply = await server.GetAsync(path, accept);
        Assert.Equal((200, kind, apiVersion), (reply.Code, reply["kind"], reply["apiVersion"]));
    }

    [Fact]
    public async Task OpenApi_IndexLeadsToDocuments_ThatRevalidate()
    {
        var index = await server.GetAsync("/openapi/v3");
        var url = index.Body["paths"]!["apis/demo.example.com/v1"]!["serverRelativeURL"]!.GetValue<string>();
        using var document = await server.Client.GetAsync(url);
        Assert.Equal("public, immutable", document.Headers.CacheControl!.ToString().Replace("public,immutable", "public, immutable"));
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(document.Headers.ETag!);
        using var unchanged = await server.Client.SendAsync(again);
        Assert.Equal(304, (int)unchanged.StatusCode);
    }
}
