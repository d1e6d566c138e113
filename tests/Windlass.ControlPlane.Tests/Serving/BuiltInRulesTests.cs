namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>What the built-in kinds must say, as real servers have it: the transcripts hold them against these.</summary>
public sealed class BuiltInRulesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string Events = "/apis/events.k8s.io/v1/namespaces/default/events";

    [Theory]
    [InlineData("""{"metadata":{"name":"s"},"type":"kubernetes.io/ssh-auth"}""", "data[ssh-privatekey]: Required value")]
    [InlineData("""{"metadata":{"name":"s"},"type":"kubernetes.io/tls","stringData":{"tls.crt":"a"}}""", "data[tls.key]: Required value")]
    [InlineData("""{"metadata":{"name":"s"},"stringData":{"a b":"c"}}""", "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric")]
    public async Task SecretThatLacksWhatItPromises_Create_IsRefused(string body, string says)
    {
        var refused = await server.PostAsync(Secrets, body);
        Assert.Equal(422, refused.Code);
        Assert.Contains(says, refused["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastEntryOfASecret_Removed_LeavesNoEmptyData()
    {
        await server.PostAsync(Secrets, """{"metadata":{"name":"emptied"},"stringData":{"a":"b"}}""");
        var emptied = await server.PatchAsync($"{Secrets}/emptied", """{"data":{"a":null}}""");
        Assert.Equal(200, emptied.Code);
        Assert.Null(emptied.At("data"));
    }

    [Fact]
    public async Task EventThatSaysTooLittle_CreatedStrictly_NamesAllThatIsMissing()
    {
        var refused = await server.PostAsync(Events, """{"metadata":{"name":"e"},"type":"Odd","deprecatedCount":2,"regarding":{"kind":"Widget","name":"w","namespace":"default"}}""");
        Assert.Equal(422, refused.Code);
        Assert.Equal(
            "Event.events.k8s.io \"e\" is invalid: [eventTime: Required value, type: Invalid value: \"\": has invalid value: Odd, count: Invalid value: \"\": needs to be unset]",
            refused["message"]);
    }

    [Theory]
    [InlineData("""{"note":"another"}""", "message: Invalid value: \"another\": field is immutable")]
    [InlineData("""{"series":{"count":1,"lastObservedTime":"2026-01-01T00:00:00.000000Z"}}""", "series.count: Invalid value: \"\": should be at least 2")]
    [InlineData("""{"series":{"count":2}}""", "series.lastObservedTime: Required value")]
    public async Task EventWritten_ChangedBesidesItsSeries_IsRefused(string patch, string says)
    {
        var name = $"e{Guid.NewGuid():n}";
        var made = await server.PostAsync(Events, $$$"""
            {"metadata":{"name":"{{{name}}}"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"windlass.dev/operator","reportingInstance":"one","action":"Upgrade",
             "reason":"Updated","type":"Normal","note":"it is","regarding":{"kind":"Widget","name":"w","namespace":"default"}}
            """);
        Assert.Equal(201, made.Code);
        var refused = await server.PatchAsync($"{Events}/{name}", patch);
        Assert.Equal(422, refused.Code);
        Assert.Contains(says, refused["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"spec":{"leaseDurationSeconds":0}}""", "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("""{"spec":{"leaseTransitions":-1}}""", "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0")]
    public async Task LeaseOfNoTime_Patched_IsRefused(string patch, string says)
    {
        const string Leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        await server.PostAsync(Leases, """{"metadata":{"name":"l"},"spec":{"leaseDurationSeconds":15}}""");
        var refused = await server.PatchAsync($"{Leases}/l", patch);
        Assert.Equal(422, refused.Code);
        Assert.Contains(says, refused["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespaces_DeletedAsACollection_IsNotAllowed() => Assert.Equal(405, (await server.DeleteAsync("/api/v1/namespaces")).Code);

    [Fact]
    public async Task SubresourceThatIsNotServed_NamesTheObject()
    {
        var reply = await server.GetAsync($"{ServerFixture.Widgets}/w/scale");
        Assert.Equal((404, "widgets.demo.example.com \"w\" not found"), (reply.Code, reply["message"]));
    }

    /// <summary>To act as the administrator for one who asked to be less would be the worst answer.</summary>
    [Fact]
    public async Task Impersonation_AnyRequest_IsForbidden()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ServerFixture.Widgets);
        request.Headers.Add("Impersonate-User", "somebody");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("cannot act as another", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
