using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Security;

namespace Windlass.Testing.KubeServers;

/// <summary>etcd and a real API server over it, on loopback only, with keys and a folder of their own.</summary>
public sealed class KubeServer : IAsyncDisposable
{
    /// <summary>A quiet machine needs 2 to 6 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("windlass-test-").FullName;
    private readonly Stack<GuardedProcess> _running = new();

    private Uri _store = new("http://127.0.0.1");

    private KubeServer()
    {
    }

    /// <summary>An administrator's kubeconfig.</summary>
    public string KubeconfigPath => PathOf("kubeconfig");

    /// <summary>An administrator's client; goes with the server.</summary>
    public HttpClient Administrator { get; private set; } = new();

    /// <summary>
    /// The store forgets every version but the newest, as an API server has it done every five minutes: a watch that is to go on from an
    /// older one is told that it has expired, unless the server remembers by itself.
    /// </summary>
    public async Task CompactAsync()
    {
        using var client = new HttpClient { BaseAddress = _store };
        var newest = await PostAsync(client, "/v3/kv/range", new JsonObject { ["key"] = "AA==" });
        await PostAsync(client, "/v3/kv/compaction", new JsonObject { ["revision"] = (string?)newest["header"]!["revision"], ["physical"] = true });
    }

    /// <summary>Starts both, and returns when they answer.</summary>
    /// <param name="kind">Not the embedded one.</param>
    /// <param name="space">Namespace that the kubeconfig names; it is not made.</param>
    public static async Task<KubeServer> StartAsync(ServerKind kind, string space = "default")
    {
        var started = new KubeServer();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await started.RunAsync(kind, space, limit.Token);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends both, and removes their folder.</summary>
    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        while (_running.TryPop(out var process))
        {
            await process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(ServerKind kind, string space, CancellationToken cancellation)
    {
        var credentials = Credentials.Open(_folder, [], TimeProvider.System);
        _store = new Uri($"http://127.0.0.1:{FreePort()}");
        var etcd = Run("etcd", KubeAssets.Etcd, KubeFlags.OfEtcd(_store, PathOf("etcd")));
        using (var client = new HttpClient { BaseAddress = _store })
        {
            await UntilOkAsync(client, "/health", etcd, cancellation);
        }

        var address = new Uri($"https://127.0.0.1:{FreePort()}");
        await File.WriteAllTextAsync(PathOf("tokens.csv"), $"{credentials.Token},windlass-admin,1,system:masters\n", cancellation);
        var server = Run("server", KubeAssets.PathOf(kind), KubeFlags.OfServer(kind, _store, address, _folder));
        Administrator = PinnedClient.New(address, PathOf("pki/ca.pem"), credentials.Client.Certificate);
        await UntilOkAsync(Administrator, "/readyz", server, cancellation);
        KubeconfigFile.Write(KubeconfigPath, address, space, credentials);
    }

    private GuardedProcess Run(string name, string program, IEnumerable<string> flags)
    {
        var process = new GuardedProcess(PathOf($"{name}.log"), program, flags);
        _running.Push(process);
        return process;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static async Task UntilOkAsync(HttpClient client, string path, GuardedProcess process, CancellationToken cancellation)
    {
        while (!await IsOkAsync(client, path, cancellation))
        {
            if (process.HasEnded)
            {
                throw new InvalidOperationException($"the server ended: {process.Said}");
            }

            await Task.Delay(20, cancellation);
        }
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString());
        using var answer = await client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"etcd: {path}: {text}");
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
