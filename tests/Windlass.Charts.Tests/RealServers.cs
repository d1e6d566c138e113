using System.Collections.Concurrent;
using Windlass.Testing.Charts;
using Windlass.Testing.KubeServers;

[assembly: AssemblyFixture(typeof(Windlass.Charts.Tests.RealServers))]

namespace Windlass.Charts.Tests;

/// <summary>One real API server of each kind for all tests, with the accounts and people that they play, started when first asked for.</summary>
public sealed class RealServers : IAsyncDisposable
{
    internal const string Editor = "eve";
    internal const string Approver = "otto";

    /// <summary>The account of the chart's default values.</summary>
    internal static readonly ServiceAccountName Account = new("windlass-system", "windlass");

    private readonly ConcurrentDictionary<ServerKind, Lazy<Task<KubeServer>>> _servers = new();

    /// <summary>Skips the test, with the reason, where there is no such server.</summary>
    public Task<KubeServer> GetAsync(ServerKind kind)
    {
        var missing = KubeAssets.Missing(kind);
        Assert.SkipWhen(missing is not null, missing ?? "");
        return _servers.GetOrAdd(kind, _ => new(() => StartAsync(kind))).Value;
    }

    /// <summary>As an administrator, or as one of the people.</summary>
    internal static async Task<ToolRun> KubectlAsync(KubeServer server, string? user, string input, params string[] arguments)
    {
        var cache = Directory.CreateTempSubdirectory("windlass-kubectl-").FullName;
        try
        {
            return await ToolRun.RunAsync(
                "kubectl", ["--kubeconfig", user is null ? server.KubeconfigPath : server.KubeconfigOf(user), "--cache-dir", cache, .. arguments], input);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            // What did not start has cleaned up after itself, and failed the tests that asked for it.
            if (await Task.WhenAny(server.Value) is { IsCompletedSuccessfully: true } started)
            {
                await started.Result.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// Below 1.25 a server knows no rules (x-kubernetes-validations), and kubectl would refuse them unasked. One that a late Go has built without
    /// mending (tests/kube/build-apiserver) takes the default "" for null, and refuses it: another one does for what is tested here.
    /// </summary>
    private static string Definitions(ServerKind kind)
    {
        var all = string.Join("---\n", Directory.GetFiles(SourceTree.At("crds"), "*.yaml").Select(File.ReadAllText));
        return kind == ServerKind.KubeApiserver ? all.Replace("default: \"\"", "default: none", StringComparison.Ordinal) : all;
    }

    private static async Task<KubeServer> StartAsync(ServerKind kind)
    {
        var server = await KubeServer.StartAsync(kind, "default", new KubeServerSettings { Accounts = [Account], People = [Editor, Approver] });
        try
        {
            foreach (var space in (string[])["windlass-system", "region-1", "region-2"])
            {
                (await KubectlAsync(server, null, "", "create", "namespace", space)).MustSucceed();
            }

            (await KubectlAsync(server, null, Definitions(kind), "apply", "--validate=false", "-f", "-")).MustSucceed();
            (await KubectlAsync(server, null, "", "wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")).MustSucceed();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
