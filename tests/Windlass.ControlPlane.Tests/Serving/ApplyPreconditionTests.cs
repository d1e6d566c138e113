namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>Uid and version in an apply intent; what a real server answers is in the cluster contract, this is what the contract cannot reach.</summary>
public sealed class ApplyPreconditionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task VersionOfYesterday_Apply_Conflict()
    {
        await server.CreateWidgetAsync("version");
        var version = (await server.GetAsync(Path("version")))["metadata.resourceVersion"];
        Assert.Equal(200, (await ApplyAsync("version", $$"""{"resourceVersion":"{{version}}"}""", "green")).Code);
        var late = await ApplyAsync("version", $$"""{"resourceVersion":"{{version}}"}""", "blue");
        Assert.Equal((409, "Conflict"), (late.Code, late["reason"]));
        Assert.Equal("green", (await server.GetAsync(Path("version")))["spec.colour"]);
    }

    [Fact]
    public async Task UidOfANamesake_Apply_InvalidButIgnoredByStatus()
    {
        await server.CreateWidgetAsync("uid");
        var refused = await ApplyAsync("uid", """{"uid":"other"}""", "green");
        Assert.Equal((422, "Invalid", "metadata.uid"), (refused.Code, refused["reason"], refused["details.causes.0.field"]));
        var status = await server.ApplyAsync($"{Path("uid")}/status?fieldManager=t&force=true", """
            {"apiVersion":"demo.example.com/v1","kind":"Widget","metadata":{"name":"uid","uid":"other"},"status":{"observedGeneration":3}}
            """);
        Assert.Equal((200, "3"), (status.Code, status["status.observedGeneration"]));
    }

    private static string Path(string name) => $"{ServerFixture.Widgets}/{name}";

    private Task<Reply> ApplyAsync(string name, string metadata, string colour) => server.ApplyAsync(
        $"{Path(name)}?fieldManager=t&force=true",
        $$$"""{"apiVersion":"demo.example.com/v1","kind":"Widget","metadata":{{{metadata}}},"spec":{"colour":"{{{colour}}}"}}""");
}
