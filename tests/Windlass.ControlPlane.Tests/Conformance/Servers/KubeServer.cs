using System.Net;
using System.Net.Sockets;

using Windlass.ControlPlane.Security;
using Windlass.ControlPlane.Tests.Serving;
using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Conformance.Servers;

/// <summary>etcd and a real API server over it, on loopback only, with keys and a folder of their own.</summary>
internal sealed class KubeServer : IAsyncDisposable
{
    /// <summary>A quiet machine needs 2 to 6 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryDirectory _directory = new();
    private readonly Stack<GuardedProcess> _running = new();

    private KubeServer()
    {
    }

    public static async Task<TestedServer> StartAsync(ServerKind kind)
    {
        var started = new KubeServer();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await started.RunAsync(kind, limit.Token);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var process))
            await process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<TestedServer> RunAsync(ServerKind kind, CancellationToken cancellation)
    {
        var credentials = Credentials.Open(_directory.Path, [], TimeProvider.System);
        var store = new Uri($"http://127.0.0.1:{FreePort()}");
        var etcd = Run("etcd", KubeAssets.Etcd, KubeFlags.OfEtcd(store, _directory.File("etcd")));
        using (var client = new HttpClient { BaseAddress = store })
            await UntilOkAsync(client, "/health", etcd, cancellation);
        var address = new Uri($"https://127.0.0.1:{FreePort()}");
        await File.WriteAllTextAsync(_directory.File("tokens.csv"), $"{credentials.Token},windlass-admin,1,system:masters\n", cancellation);
        var server = Run("server", KubeAssets.PathOf(kind), KubeFlags.OfServer(kind, store, address, _directory.Path));
        var administrator = ApiCalls.NewClient(address, _directory.File("pki/ca.pem"), credentials.Client.Certificate);
        await UntilOkAsync(administrator, "/readyz", server, cancellation);
        KubeconfigFile.Write(_directory.File("kubeconfig"), address, "default", credentials);
        var tested = new TestedServer(kind, _directory.File("kubeconfig"), administrator, this);
        await tested.DefineAsync(ShippedDefinition.All, cancellation);
        return tested;
    }

    private GuardedProcess Run(string name, string program, IEnumerable<string> flags)
    {
        var process = new GuardedProcess(_directory.File($"{name}.log"), program, flags);
        _running.Push(process);
        return process;
    }

    private static async Task UntilOkAsync(HttpClient client, string path, GuardedProcess process, CancellationToken cancellation)
    {
        while (!await IsOkAsync(client, path, cancellation))
        {
            Assert.False(process.HasEnded, $"the server ended: {process.Said}");
            await Task.Delay(20, cancellation);
        }
    }

    private static async Task<bool> IsOkAsync(HttpClient client, string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(path, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    /// <summary>Neither server can choose a port itself and say which.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
