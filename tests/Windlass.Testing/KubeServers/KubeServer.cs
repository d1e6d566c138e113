using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
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
    /// The store forgets every version but the newest, as an API server has it do every five minutes: a watch that is to go on from an
    /// older one is told that it has expired, unless the server remembers by itself.
    /// </summary>
    public async Task CompactAsync()
    {
        using var client = new HttpClient { BaseAddress = _store };
        var newest = await PostAsync(client, "/v3/kv/range", new JsonObject { ["key"] = "AA==" });
        await PostAsync(client, "/v3/kv/compaction", new JsonObject { ["revision"] = (string?)newest["header"]!["revision"], ["physical"] = true });
    }

    /// <summary>What its other users have asked for.</summary>
    public AuditLog AuditLog => new(PathOf("audit.log"));

    /// <summary>Starts both, and returns when they answer.</summary>
    /// <param name="kind">Not the embedded one.</param>
    /// <param name="space">Namespace that the kubeconfig names; it is not made.</param>
    /// <param name="settings">Who else there is; null for nobody.</param>
    public static async Task<KubeServer> StartAsync(ServerKind kind, string space = "default", KubeServerSettings? settings = null)
    {
        var started = new KubeServer();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await started.RunAsync(kind, space, settings ?? new KubeServerSettings(), limit.Token);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A kubeconfig of one of <see cref="KubeServerSettings.Accounts"/>, in its own namespace, or of one of the people, in "default".</summary>
    /// <param name="user">Its name as a user.</param>
    public string KubeconfigOf(string user) => PathOf($"kubeconfig-{user.Replace(':', '-')}");

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

    /// <summary>A port of loopback that is free now: none of Kubernetes' servers can choose one itself and say which.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(ServerKind kind, string space, KubeServerSettings settings, CancellationToken cancellation)
    {
        var credentials = Credentials.Open(_folder, [], TimeProvider.System);
        _store = new Uri($"http://127.0.0.1:{FreePort()}");
        var etcd = Run("etcd", KubeAssets.Etcd, KubeFlags.OfEtcd(_store, PathOf("etcd")));
        using (var client = new HttpClient { BaseAddress = _store })
        {
            await UntilOkAsync(client, "/health", etcd, cancellation);
        }

        var address = new Uri($"https://127.0.0.1:{FreePort()}");
        var users = await AddUsersAsync(settings, address, cancellation);
        await File.WriteAllTextAsync(PathOf("tokens.csv"), $"{credentials.Token},windlass-admin,1,system:masters\n{users}", cancellation);
        await File.WriteAllTextAsync(PathOf("audit.yaml"), AuditLog.Policy, cancellation);
        var server = Run("server", KubeAssets.PathOf(kind), KubeFlags.OfServer(kind, _store, address, _folder));
        Administrator = PinnedClient.New(address, PathOf("pki/ca.pem"), credentials.Client.Certificate);
        await UntilOkAsync(Administrator, "/readyz", server, cancellation);
        KubeconfigFile.Write(KubeconfigPath, address, space, credentials);
    }

    /// <summary>Their lines of the file of tokens: token, name, id, groups.</summary>
    private async Task<string> AddUsersAsync(KubeServerSettings settings, Uri address, CancellationToken cancellation)
    {
        var lines = new StringBuilder();
        var users = settings.Accounts.Select(account => (account.User, account.Namespace, account.Groups))
            .Concat(settings.People.Select(name => (name, "default", (string[])["system:authenticated"])));
        foreach (var (user, space, groups) in users)
        {
            var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
            lines.Append(CultureInfo.InvariantCulture, $"{token},{user},{user},\"{string.Join(',', groups)}\"\n");
            await AccountKubeconfig.WriteAsync(KubeconfigOf(user), address, PathOf("pki/ca.pem"), space, token, cancellation);
        }

        return lines.ToString();
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
}
