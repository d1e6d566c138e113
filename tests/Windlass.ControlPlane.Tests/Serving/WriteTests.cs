namespace Windlass.ControlPlane.Tests.Serving;

public sealed class WriteTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Create_FillsWhatTheServerOwns()
    {
        var created = await server.CreateWidgetAsync("c1");
        Assert.Equal(201, created.Code);
        Assert.Equal("1", created["metadata.generation"]);
        Assert.Equal("3", created["spec.size"]);
        Assert.Equal("-1", created["status.observedGeneration"]);
        Assert.NotEmpty(created["metadata.uid"]);
        Assert.NotEmpty(created["metadata.resourceVersion"]);
        Assert.Equal("Update", created["metadata.managedFields.0.operation"]);
    }

    [Fact]
    public async Task CreateTwice_IsAlreadyExists()
    {
        await server.CreateWidgetAsync("twice");
        var again = await server.CreateWidgetAsync("twice");
        Assert.Equal(409, again.Code);
        Assert.Equal("AlreadyExists", again["reason"]);
        Assert.Equal("widgets.demo.example.com \"twice\" already exists", again["message"]);
        Assert.Equal("widgets", again["details.kind"]);
    }

    [Fact]
    public async Task GenerateName_MakesANameThatIsFree()
    {
        const string Body = """{"metadata":{"generateName":"gen-"},"spec":{"colour":"red"}}""";
        var first = await server.PostAsync(ServerFixture.Widgets, Body);
        var second = await server.PostAsync(ServerFixture.Widgets, Body);
        Assert.Matches("^gen-[a-z0-9]{5}$", first["metadata.name"]);
        Assert.NotEqual(first["metadata.name"], second["metadata.name"]);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"Bad_Name"},"spec":{"colour":"red"}}""", "metadata.name", "FieldValueInvalid")]
    [InlineData("""{"metadata":{"name":"bad"},"spec":{"colour":"red","size":99}}""", "spec.size", "FieldValueInvalid")]
    [InlineData("""{"metadata":{"name":"bad"},"spec":{"colour":"pink"}}""", "spec.colour", "FieldValueNotSupported")]
    [InlineData("""{"metadata":{"name":"bad"},"spec":{}}""", "spec.colour", "FieldValueRequired")]
    [InlineData("""{"metadata":{"name":"bad","labels":{"a":"b c"}},"spec":{"colour":"red"}}""", "metadata.labels", "FieldValueInvalid")]
    [InlineData("""{"metadata":{},"spec":{"colour":"red"}}""", "metadata.name", "FieldValueRequired")]
    public async Task CreateInvalid_NamesTheField(string body, string field, string reason)
    {
        var refused = await server.PostAsync(ServerFixture.Widgets, body);
        Assert.Equal(422, refused.Code);
        Assert.Equal("Invalid", refused["reason"]);
        Assert.Equal(field, refused["details.causes.0.field"]);
        Assert.Equal(reason, refused["details.causes.0.reason"]);
    }

    [Fact]
    public async Task UnknownField_IsDroppedWithAWarning_OrRefusedWhenStrict()
    {
        const string Body = """{"metadata":{"name":"unknown"},"spec":{"colour":"red","bogus":1}}""";
        var strict = await server.PostAsync($"{ServerFixture.Widgets}?fieldValidation=Strict", Body);
        Assert.Equal(400, strict.Code);
        Assert.Equal("Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field \"spec.bogus\"", strict["message"]);
        var warned = await server.PostAsync($"{ServerFixture.Widgets}?fieldValidation=Warn", Body);
        Assert.Equal(201, warned.Code);
        Assert.Equal("299 - \"unknown field \\\"spec.bogus\\\"\"", warned.Warnings);
        Assert.Null(warned.At("spec.bogus"));
        var patched = await server.PatchAsync($"{ServerFixture.Widgets}/unknown?fieldValidation=Strict", """{"spec":{"bogus":1}}""");
        Assert.Equal(422, patched.Code);
        Assert.Contains("strict decoding error: unknown field \"spec.bogus\"", patched["message"], StringComparison.Ordinal);
        var ignored = await server.PatchAsync($"{ServerFixture.Widgets}/unknown?fieldValidation=Ignore", """{"spec":{"bogus":1}}""");
        Assert.Equal((200, ""), (ignored.Code, ignored.Warnings));
    }

    [Fact]
    public async Task NamespaceThatIsMissing_IsNotFound()
    {
        var refused = await server.PostAsync("/apis/demo.example.com/v1/namespaces/nowhere/widgets", """{"metadata":{"name":"a"},"spec":{"colour":"red"}}""");
        Assert.Equal(404, refused.Code);
        Assert.Equal("namespaces \"nowhere\" not found", refused["message"]);
    }

    [Fact]
    public async Task PutOnMissing_IsNotFound_StaleIsConflict_CurrentIsWritten()
    {
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Put, $"{ServerFixture.Widgets}/put", Put("1"))).Code);
        var created = await server.CreateWidgetAsync("put");
        var version = created["metadata.resourceVersion"];
        var written = await server.SendAsync(HttpMethod.Put, $"{ServerFixture.Widgets}/put", Put(version));
        Assert.Equal((200, "5", "2"), (written.Code, written["spec.size"], written["metadata.generation"]));
        var stale = await server.SendAsync(HttpMethod.Put, $"{ServerFixture.Widgets}/put", Put(version));
        Assert.Equal((409, "Conflict"), (stale.Code, stale["reason"]));
        Assert.StartsWith("Operation cannot be fulfilled on widgets.demo.example.com \"put\": the object has been modified", stale["message"], StringComparison.Ordinal);

        static string Put(string version) => $$$"""{"metadata":{"name":"put","resourceVersion":"{{{version}}}"},"spec":{"colour":"red","size":5}}""";
    }

    [Fact]
    public async Task Status_HasItsOwnDoor()
    {
        await server.CreateWidgetAsync("door");
        var viaMain = await server.PatchAsync($"{ServerFixture.Widgets}/door", """{"status":{"observedGeneration":7},"spec":{"size":4}}""");
        Assert.Equal(("-1", "4", "2"), (viaMain["status.observedGeneration"], viaMain["spec.size"], viaMain["metadata.generation"]));
        var viaStatus = await server.PatchAsync($"{ServerFixture.Widgets}/door/status", """{"status":{"observedGeneration":7},"spec":{"size":9},"metadata":{"labels":{"a":"b"}}}""");
        Assert.Equal(("7", "4", "2"), (viaStatus["status.observedGeneration"], viaStatus["spec.size"], viaStatus["metadata.generation"]));
        Assert.Null(viaStatus.At("metadata.labels"));
    }

    [Fact]
    public async Task PatchThatChangesNothing_KeepsTheResourceVersion()
    {
        var created = await server.CreateWidgetAsync("same");
        var patched = await server.PatchAsync($"{ServerFixture.Widgets}/same", """{"spec":{"colour":"red"}}""");
        Assert.Equal(created["metadata.resourceVersion"], patched["metadata.resourceVersion"]);
    }

    [Fact]
    public async Task DryRun_ShowsTheResult_AndChangesNothing()
    {
        var dry = await server.PostAsync($"{ServerFixture.Widgets}?dryRun=All", """{"metadata":{"name":"dry"},"spec":{"colour":"red"}}""");
        Assert.Equal((201, ""), (dry.Code, dry["metadata.resourceVersion"]));
        Assert.Equal(404, (await server.GetAsync($"{ServerFixture.Widgets}/dry")).Code);
        var created = await server.CreateWidgetAsync("dry");
        var patched = await server.PatchAsync($"{ServerFixture.Widgets}/dry?dryRun=All", """{"spec":{"size":9}}""");
        Assert.Equal(("9", created["metadata.resourceVersion"]), (patched["spec.size"], patched["metadata.resourceVersion"]));
        Assert.Equal("3", (await server.GetAsync($"{ServerFixture.Widgets}/dry"))["spec.size"]);
    }

    [Fact]
    public async Task Apply_CreatesThenConflictsThenForces()
    {
        const string Mine = """{"apiVersion":"demo.example.com/v1","kind":"Widget","metadata":{"name":"ssa"},"spec":{"colour":"red"}}""";
        const string Theirs = """{"apiVersion":"demo.example.com/v1","kind":"Widget","metadata":{"name":"ssa"},"spec":{"colour":"blue"}}""";
        Assert.Equal(201, (await server.ApplyAsync($"{ServerFixture.Widgets}/ssa?fieldManager=me", Mine)).Code);
        var conflict = await server.ApplyAsync($"{ServerFixture.Widgets}/ssa?fieldManager=them", Theirs);
        Assert.Equal((409, "FieldManagerConflict", ".spec.colour"), (conflict.Code, conflict["details.causes.0.reason"], conflict["details.causes.0.field"]));
        var forced = await server.ApplyAsync($"{ServerFixture.Widgets}/ssa?fieldManager=them&force=true", Theirs);
        Assert.Equal((200, "blue"), (forced.Code, forced["spec.colour"]));
        var again = await server.ApplyAsync($"{ServerFixture.Widgets}/ssa?fieldManager=them&force=true", Theirs);
        Assert.Equal(forced["metadata.resourceVersion"], again["metadata.resourceVersion"]);
        Assert.Equal(422, (await server.ApplyAsync($"{ServerFixture.Widgets}/ssa", Mine)).Code);
    }

    [Fact]
    public async Task ApplyToStatus_WritesStatusOnly()
    {
        await server.CreateWidgetAsync("ssastatus");
        const string Body = """
            {"apiVersion":"demo.example.com/v1","kind":"Widget","metadata":{"name":"ssastatus"},
             "status":{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True"}]}}
            """;
        var applied = await server.ApplyAsync($"{ServerFixture.Widgets}/ssastatus/status?fieldManager=reconciler&force=true", Body);
        Assert.Equal((200, "True", "1"), (applied.Code, applied["status.conditions.0.status"], applied["metadata.generation"]));
        Assert.Equal("red", applied["spec.colour"]);
    }

    [Fact]
    public async Task JsonPatchWhoseTestFails_IsUnprocessable()
    {
        await server.CreateWidgetAsync("jsonpatch");
        var failed = await server.SendAsync(
            HttpMethod.Patch, $"{ServerFixture.Widgets}/jsonpatch", """[{"op":"test","path":"/spec/size","value":9}]""", "application/json-patch+json");
        Assert.Equal((422, "Invalid"), (failed.Code, failed["reason"]));
    }

    [Theory]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "[]", 400)]
    [InlineData("text/plain", "x", 415)]
    [InlineData("application/yaml", "metadata: {name: [", 400)]
    [InlineData("application/json", """{"kind":"Gadget","metadata":{"name":"a"}}""", 400)]
    [InlineData("application/json", """{"metadata":{"name":"a","namespace":"other"}}""", 400)]
    [InlineData("application/json", """{"metadata":[],"spec":7}""", 422)]
    public async Task NonsenseBody_IsRefusedNotFailed(string contentType, string body, int code) =>
        Assert.Equal(code, (await server.SendAsync(HttpMethod.Post, ServerFixture.Widgets, body, contentType)).Code);

    [Fact]
    public async Task BodyBeyondTheLimit_IsTooLarge() =>
        Assert.Equal(413, (await server.PostAsync(ServerFixture.Widgets, new string(' ', (3 * 1024 * 1024) + 1))).Code);

    [Fact]
    public async Task SecretStringData_BecomesData_AndImmutableHolds()
    {
        const string Secrets = "/api/v1/namespaces/default/secrets";
        var created = await server.PostAsync(Secrets, """{"metadata":{"name":"s1"},"stringData":{"a":"b"},"immutable":true}""");
        Assert.Equal(("Yg==", "Opaque"), (created["data.a"], created["type"]));
        Assert.Null(created.At("stringData"));
        var changed = await server.PatchAsync($"{Secrets}/s1", """{"data":{"a":"Yw=="}}""");
        Assert.Equal((422, "data"), (changed.Code, changed["details.causes.0.field"]));
    }

    [Fact]
    public async Task Definitions_AreReadOnly()
    {
        var listed = await server.GetAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
        Assert.Contains("widgets.demo.example.com", listed.ItemNames);
        Assert.Equal(405, (await server.DeleteAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.demo.example.com")).Code);
    }
}
