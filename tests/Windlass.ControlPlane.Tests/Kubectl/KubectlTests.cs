using System.Diagnostics;

using Windlass.ControlPlane.Tests.Serving;
using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Kubectl;

/// <summary>
/// The promises of the issue, with real kubectl binaries: the one on PATH, and those named in WINDLASS_KUBECTLS (separated by colons), e.g. Debian's 1.20.
/// </summary>
public sealed class KubectlTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string _kubectl = "";

    public static TheoryData<string> Binaries => [.. Found()];

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task EverydayCommands_WorkWithoutAWarning(string kubectl)
    {
        Assert.SkipWhen(kubectl.Length == 0, "no kubectl on PATH");
        _kubectl = kubectl;
        // Left by a run that failed half way.
        await server.DeleteAsync($"{ServerFixture.Widgets}/w1");
        var manifest = Manifest("{colour: red}");
        Assert.Contains("widget.demo.example.com/w1 created", await RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("unchanged", await RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Manifest("{colour: green}");
        Assert.Contains("+  colour: green", await RunAsync(1, "", "diff", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("configured", await RunAsync("apply", "--dry-run=server", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("red", await RunAsync("get", "wd", "w1", "-o", "jsonpath={.spec.colour}"), StringComparison.Ordinal);
        Assert.Contains("configured", await RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("serverside-applied", await RunAsync("apply", "--server-side", "--force-conflicts", "-f", manifest), StringComparison.Ordinal);
        Assert.Matches(@"NAME\s+COLOUR\s+SIZE\s+READY\s+AGE", await RunAsync("get", "widgets"));
        Assert.Contains("NOTE", await RunAsync("get", "wd", "-o", "wide"), StringComparison.Ordinal);
        Assert.Contains("w1", await RunAsync("get", "wd", "-l", "app in (x)"), StringComparison.Ordinal);
        Assert.Contains("w1", await RunAsync("get", "wd", "--field-selector", "spec.colour=green"), StringComparison.Ordinal);
        Assert.Contains("millimetres", await RunAsync("explain", "widget.spec.size"), StringComparison.Ordinal);
        Assert.Contains("widgets", await RunAsync("api-resources", "--api-group=demo.example.com"), StringComparison.Ordinal);
        Assert.Contains("labeled", await RunAsync("label", "wd", "w1", "a=b"), StringComparison.Ordinal);
        Assert.Contains("annotate", await RunAsync("annotate", "wd", "w1", "a=b"), StringComparison.Ordinal);
        Assert.Contains("patched", await RunAsync("patch", "wd", "w1", "--type=merge", "-p", """{"spec":{"size":5}}"""), StringComparison.Ordinal);
        Assert.Contains("patched", await RunAsync("patch", "wd", "w1", "--type=json", "-p", """[{"op":"replace","path":"/spec/size","value":6}]"""), StringComparison.Ordinal);
        Assert.Contains("edited", await RunAsync(0, "sed -i s/size:.6/size:\\ 7/", "edit", "wd", "w1"), StringComparison.Ordinal);
        await server.PatchAsync($"{ServerFixture.Widgets}/w1/status", """{"status":{"observedGeneration":99,"conditions":[{"type":"Ready","status":"True"}]}}""");
        Assert.Contains("condition met", await RunAsync("wait", "--for=condition=Ready", "wd/w1", "--timeout=10s"), StringComparison.Ordinal);
        await DescribeWithEventsAsync();
        Assert.Contains("deleted", await RunAsync("delete", "wd", "w1"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task UnknownField_IsRefused(string kubectl)
    {
        Assert.SkipWhen(kubectl.Length == 0, "no kubectl on PATH");
        _kubectl = kubectl;
        var refused = await RunAsync(1, "", "apply", "-f", Manifest("{colour: red, bogus: 1}"));
        Assert.Contains("bogus", refused, StringComparison.Ordinal);
        Assert.Contains("unknown field", refused, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task SecretAndNamespace_ByCommand(string kubectl)
    {
        Assert.SkipWhen(kubectl.Length == 0, "no kubectl on PATH");
        _kubectl = kubectl;
        await RunAsync("create", "namespace", "byhand");
        await RunAsync("-n", "byhand", "create", "secret", "generic", "s", "--from-literal=a=b");
        Assert.Equal("Yg==", (await RunAsync("-n", "byhand", "get", "secret", "s", "-o", "jsonpath={.data.a}")).Trim());
        Assert.Contains("deleted", await RunAsync("delete", "namespace", "byhand"), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static IEnumerable<string> Found()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
        var named = (Environment.GetEnvironmentVariable("WINDLASS_KUBECTLS") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return [onPath ?? "", .. named];
    }

    private async Task DescribeWithEventsAsync()
    {
        await server.PostAsync("/api/v1/namespaces/default/events", $$$"""
            {"metadata":{"name":"w1.1"},"involvedObject":{"kind":"Widget","name":"w1","namespace":"default","uid":"{{{(await server.GetAsync($"{ServerFixture.Widgets}/w1"))["metadata.uid"]}}}"},
             "reason":"Turned","type":"Normal","message":"it turned","firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2126-01-01T00:00:00Z","count":1}
            """);
        Assert.Contains("it turned", await RunAsync("describe", "wd", "w1"), StringComparison.Ordinal);
        Assert.Contains("it turned", await RunAsync("get", "events"), StringComparison.Ordinal);
        await server.DeleteAsync("/api/v1/namespaces/default/events/w1.1");
    }

    private string Manifest(string spec)
    {
        File.WriteAllText(_directory.File("w1.yaml"), $$$"""
            apiVersion: demo.example.com/v1
            kind: Widget
            metadata: {name: w1, labels: {app: x}}
            spec: {{{spec}}}
            """);
        return _directory.File("w1.yaml");
    }

    private Task<string> RunAsync(params string[] arguments) => RunAsync(0, "", arguments);

    /// <summary>Runs kubectl; anything on stderr of a command that succeeds is a failure of the test.</summary>
    private async Task<string> RunAsync(int exit, string editor, params string[] arguments)
    {
        var start = new ProcessStartInfo(_kubectl) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add($"--cache-dir={_directory.File("cache")}");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["KUBECONFIG"] = server.Server.KubeconfigPath;
        start.Environment["HOME"] = _directory.Path;
        start.Environment["KUBE_EDITOR"] = editor;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var process = Process.Start(start)!;
        await using var killed = limit.Token.Register(process.Kill);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        var command = string.Join(' ', arguments);
        Assert.True(process.ExitCode == exit, $"kubectl {command}: exit {process.ExitCode}: {output}{await errors}");
        if (exit == 0)
            Assert.Equal("", await errors);
        return output + await errors;
    }
}
