using Windlass.ControlPlane.Tests.Serving;

namespace Windlass.ControlPlane.Tests.Kubectl;

/// <summary>Everyday commands on a plain custom kind and the built-in ones, with real kubectl binaries.</summary>
public sealed class KubectlTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Binaries => [.. KubectlBinaries.Chosen];

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task EverydayCommands_WorkWithoutAWarning(string kubectl)
    {
        using var run = new KubectlRun(kubectl, server.Server.KubeconfigPath);
        // Left by a run that failed half way.
        await server.DeleteAsync($"{ServerFixture.Widgets}/w1");
        var manifest = Manifest(run, "{colour: red}");
        Assert.Contains("widget.demo.example.com/w1 created", await run.RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("unchanged", await run.RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Manifest(run, "{colour: green}");
        Assert.Contains("+  colour: green", await run.RefusedAsync("diff", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("configured", await run.RunAsync("apply", "--dry-run=server", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("red", await run.RunAsync("get", "wd", "w1", "-o", "jsonpath={.spec.colour}"), StringComparison.Ordinal);
        Assert.Contains("configured", await run.RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("serverside-applied", await run.RunAsync("apply", "--server-side", "--force-conflicts", "-f", manifest), StringComparison.Ordinal);
        Assert.Matches(@"NAME\s+COLOUR\s+SIZE\s+READY\s+AGE", await run.RunAsync("get", "widgets"));
        Assert.Contains("NOTE", await run.RunAsync("get", "wd", "-o", "wide"), StringComparison.Ordinal);
        Assert.Contains("w1", await run.RunAsync("get", "wd", "-l", "app in (x)"), StringComparison.Ordinal);
        Assert.Contains("w1", await run.RunAsync("get", "wd", "--field-selector", "spec.colour=green"), StringComparison.Ordinal);
        Assert.Contains("millimetres", await run.RunAsync("explain", "widget.spec.size"), StringComparison.Ordinal);
        Assert.Contains("widgets", await run.RunAsync("api-resources", "--api-group=demo.example.com"), StringComparison.Ordinal);
        Assert.Contains("labeled", await run.RunAsync("label", "wd", "w1", "a=b"), StringComparison.Ordinal);
        Assert.Contains("annotate", await run.RunAsync("annotate", "wd", "w1", "a=b"), StringComparison.Ordinal);
        Assert.Contains("patched", await run.RunAsync("patch", "wd", "w1", "--type=merge", "-p", """{"spec":{"size":5}}"""), StringComparison.Ordinal);
        Assert.Contains("patched", await run.RunAsync("patch", "wd", "w1", "--type=json", "-p", """[{"op":"replace","path":"/spec/size","value":6}]"""), StringComparison.Ordinal);
        Assert.Contains("edited", await run.EditAsync("sed -i s/size:.6/size:\\ 7/", "wd", "w1"), StringComparison.Ordinal);
        await server.PatchAsync($"{ServerFixture.Widgets}/w1/status", """{"status":{"observedGeneration":99,"conditions":[{"type":"Ready","status":"True"}]}}""");
        Assert.Contains("condition met", await run.RunAsync("wait", "--for=condition=Ready", "wd/w1", "--timeout=10s"), StringComparison.Ordinal);
        await DescribeWithEventsAsync(run);
        Assert.Contains("deleted", await run.RunAsync("delete", "wd", "w1"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task UnknownField_IsRefused(string kubectl)
    {
        using var run = new KubectlRun(kubectl, server.Server.KubeconfigPath);
        var refused = await run.RefusedAsync("apply", "-f", Manifest(run, "{colour: red, bogus: 1}"));
        Assert.Contains("bogus", refused, StringComparison.Ordinal);
        Assert.Contains("unknown field", refused, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task SecretAndNamespace_ByCommand(string kubectl)
    {
        using var run = new KubectlRun(kubectl, server.Server.KubeconfigPath);
        await run.RunAsync("create", "namespace", "byhand");
        await run.RunAsync("-n", "byhand", "create", "secret", "generic", "s", "--from-literal=a=b");
        Assert.Equal("Yg==", (await run.RunAsync("-n", "byhand", "get", "secret", "s", "-o", "jsonpath={.data.a}")).Trim());
        Assert.Contains("deleted", await run.RunAsync("delete", "namespace", "byhand"), StringComparison.Ordinal);
    }

    private async Task DescribeWithEventsAsync(KubectlRun run)
    {
        await server.PostAsync("/api/v1/namespaces/default/events", $$$"""
            {"metadata":{"name":"w1.1"},"involvedObject":{"kind":"Widget","name":"w1","namespace":"default","uid":"{{{(await server.GetAsync($"{ServerFixture.Widgets}/w1"))["metadata.uid"]}}}"},
             "reason":"Turned","type":"Normal","message":"it turned","firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2126-01-01T00:00:00Z","count":1}
            """);
        Assert.Contains("it turned", await run.RunAsync("describe", "wd", "w1"), StringComparison.Ordinal);
        Assert.Contains("it turned", await run.RunAsync("get", "events"), StringComparison.Ordinal);
        await server.DeleteAsync("/api/v1/namespaces/default/events/w1.1");
    }

    private static string Manifest(KubectlRun run, string spec) => run.File("w1.yaml", $$$"""
        apiVersion: demo.example.com/v1
        kind: Widget
        metadata: {name: w1, labels: {app: x}}
        spec: {{{spec}}}
        """);
}
