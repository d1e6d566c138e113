using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Http;

public sealed class CredentialTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("windlass-credentials").FullName;
    private readonly ConcurrentQueue<string> seen = new();
    private volatile string good = "Bearer one";
    private TestApiServer? server;

    public async ValueTask InitializeAsync()
    {
        var options = new TestServerOptions { Before = CheckAsync };
        server = await TestApiServer.StartAsync(new InMemoryCluster(TimeProvider.System), options);
    }

    [Fact]
    public async Task TokenFileRotated_401_IsReadAgainWithinTheSameRequest()
    {
        var path = Write("token", "one\n");
        await using var api = Api(Connection with { TokenFile = path });
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(api));
        good = "Bearer two";
        Write("token", "two\n");
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(api));

        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], seen);
    }

    [Fact]
    public async Task TokenFileRotated_MinuteLater_IsReadAgainBefore401()
    {
        var clock = new ManualTimeProvider();
        var source = new TokenFileCredentials(Write("token", "one"), clock);
        Assert.Equal("one", await TokenAsync(source));
        Write("token", "two");
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("one", await TokenAsync(source));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", await TokenAsync(source));
    }

    [Fact]
    public async Task WrongToken_Request_UnauthorizedAfterOneMoreTry()
    {
        await using var api = Api(Connection with { Token = new Secret("wrong") });
        Assert.IsType<ApiFailure.Unauthorized>(await AskAsync(api));
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task BasicLogin_Request_IsSent()
    {
        good = "Basic dTpw";
        await using var api = Api(Connection with { Basic = new BasicLogin("u", new Secret("p")) });
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(api));
    }

    [Fact]
    public async Task ExecPlugin_TwoRequestsAnd401_RunsOnceThenAgain()
    {
        var script = Script("""echo x >> "$COUNT"; printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat "$TOKEN")" """);
        Write("value", "one");
        await using var api = Api(Connection with { Exec = Plugin(script) });
        await AskAsync(api);
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(api));
        Assert.Equal(1, Runs());
        (good, _) = ("Bearer two", Write("value", "two"));
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(api));
        Assert.Equal(2, Runs());
    }

    [Fact]
    public async Task ExecCredentialExpires_NextRequest_RunsAgain()
    {
        var clock = new ManualTimeProvider();
        var until = clock.GetUtcNow().AddMinutes(5).ToString("O");
        var script = Script($$$"""echo x >> "$COUNT"; echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"one","expirationTimestamp":"{{{until}}}"}}' """);
        using var source = new ExecCredentials(Plugin(script), clock);
        await TokenAsync(source);
        clock.Advance(TimeSpan.FromMinutes(4));
        await TokenAsync(source);
        Assert.Equal(1, Runs());
        clock.Advance(TimeSpan.FromMinutes(1));
        await TokenAsync(source);
        Assert.Equal(2, Runs());
    }

    [Fact]
    public async Task ExecInfo_Run_IsInTheEnvironment()
    {
        var script = Script("""printf '%s' "$KUBERNETES_EXEC_INFO" > "$COUNT"; exit 3""");
        var result = await ExecRun.RunAsync(Plugin(script) with { ClusterInfo = """{"server":"https://s"}""" }, TimeProvider.System, CancellationToken.None);

        Assert.Contains("exit status 3", Assert.IsType<ExecResult.Failed>(result).Message);
        Assert.Equal(
            """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false,"cluster":{"server":"https://s"}}}""",
            File.ReadAllText(Path.Combine(folder, "count")));
    }

    // Programs leave helpers behind that keep the pipe open; waiting for its end would hang for as long as they live.
    [Fact]
    public async Task GrandchildKeepsThePipe_Run_DoesNotWaitForIt()
    {
        var script = Script("""sleep 600 & echo $! > "$COUNT"; echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"one"}}' """);
        var running = ExecRun.RunAsync(Plugin(script), TimeProvider.System, CancellationToken.None);
        try
        {
            Assert.IsType<ExecResult.Printed>(await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        }
        finally
        {
            using var left = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(folder, "count"))));
            left.Kill();
        }
    }

    [Theory]
    [InlineData("echo hello", "printed no ExecCredential")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"x"}}'""", "answered in")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential"}'""", "without status")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{}}'""", "neither")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientKeyData":"x"}}'""", "only one of")]
    [InlineData("echo no luck >&2; exit 1", "exit status 1: no luck")]
    public async Task BadPlugin_Request_UnauthorizedWithReason(string body, string expected)
    {
        await using var api = Api(Connection with { Exec = Plugin(Script(body)) });
        Assert.Contains(expected, Assert.IsType<ApiFailure.Unauthorized>(await AskAsync(api)).Message);
        Assert.Empty(seen);
    }

    [Fact]
    public async Task MissingPlugin_Request_NamesItAndTheHint()
    {
        await using var api = Api(Connection with { Exec = Plugin("/nowhere/login") with { InstallHint = "apt install login" } });
        var failure = Assert.IsType<ApiFailure.Unauthorized>(await AskAsync(api));
        Assert.Contains("/nowhere/login", failure.Message);
        Assert.Contains("apt install login", failure.Message);
    }

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private ClusterConnection Connection => server!.Connection;

    private async Task<bool> CheckAsync(HttpContext context)
    {
        var given = context.Request.Headers.Authorization.ToString();
        seen.Enqueue(given);
        if (given == good)
        {
            return false;
        }

        context.Response.StatusCode = 401;
        await context.Response.WriteAsync("""{"kind":"Status","reason":"Unauthorized","message":"Unauthorized","code":401}""");
        return true;
    }

    private static HttpClusterApi Api(ClusterConnection connection) => new(connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance);

    private static async Task<ApiFailure?> AskAsync(HttpClusterApi api) =>
        (await api.GetAsync(Widget.Type, new ResourceKey("ns", "none"), TestContext.Current.CancellationToken)).Failure;

    private static async Task<string?> TokenAsync(CredentialSource source) =>
        ((CredentialOutcome.Found)await source.GetAsync(CancellationToken.None)).Credential.Authorization?.Parameter;

    private int Runs() => File.ReadAllLines(Path.Combine(folder, "count")).Length;

    private ExecPlugin Plugin(string command) => new(
        "client.authentication.k8s.io/v1",
        command,
        [],
        System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("COUNT", Path.Combine(folder, "count")).Add("TOKEN", Path.Combine(folder, "value")),
        null,
        "");

    private string Script(string body)
    {
        var path = Write("login.sh", "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        return path;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
