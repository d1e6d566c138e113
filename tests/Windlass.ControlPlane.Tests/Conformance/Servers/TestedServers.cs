using System.Collections.Concurrent;

using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

[assembly: AssemblyFixture(typeof(TestedServers))]

namespace Windlass.ControlPlane.Tests.Conformance.Servers;

/// <summary>One server of each kind for all tests, started when a test first asks for it.</summary>
public sealed class TestedServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ServerKind, Lazy<Task<TestedServer>>> _servers = new();

    /// <summary>Skips the test, with the reason, where there is no such server.</summary>
    public Task<TestedServer> GetAsync(ServerKind kind)
    {
        var missing = KubeAssets.Missing(kind);
        Assert.SkipWhen(missing is not null, missing ?? "");
        return _servers.GetOrAdd(kind, _ => new(() => kind == ServerKind.Embedded ? EmbeddedServer.StartAsync() : StartAsync(kind))).Value;
    }

    /// <summary>A real one, with our kinds.</summary>
    private static async Task<TestedServer> StartAsync(ServerKind kind)
    {
        var server = await KubeServer.StartAsync(kind);
        var tested = new TestedServer(kind, server.KubeconfigPath, server.Administrator, server);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await tested.DefineAsync(ShippedDefinition.All, limit.Token);
            return tested;
        }
        catch
        {
            await tested.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await DisposeAsync(await Task.WhenAny(server.Value));
    }

    /// <summary>What did not start has cleaned up after itself, and failed the tests that asked for it.</summary>
    private static ValueTask DisposeAsync(Task<TestedServer> server) => server.IsCompletedSuccessfully ? server.Result.DisposeAsync() : ValueTask.CompletedTask;
}
