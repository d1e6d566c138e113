using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.ControlPlane;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Operator.Commands;
using Windlass.Operator.Page;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Tests.Page;

/// <summary>A control plane with its own token, and an operator's part that serves the page, which can be restarted on the same port.</summary>
internal sealed class PageBench : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ControlPlaneServer _plane;
    private readonly ClusterConnection _connection;
    private readonly HttpClusterApi _api;
    private IPEndPoint _endPoint = new(IPAddress.Loopback, 0);
    private Serving? _serving;

    private PageBench(string folder, ControlPlaneServer plane, ClusterConnection connection)
    {
        (_folder, _plane, _connection) = (folder, plane, connection);
        _api = new HttpClusterApi(connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance);
        Token = File.ReadAllText(Path.Combine(folder, "pki", "admin.token")).Trim();
    }

    public ShiftedTime Time { get; } = new();

    public string Token { get; }

    public HttpClusterApi Api => _api;

    public string Kubeconfig => _plane.KubeconfigPath;

    public Uri Address => _serving!.Server.Address;

    public static async Task<PageBench> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("windlass-page-").FullName;
        var plane = await ControlPlaneServer.StartAsync(
            new ControlPlaneOptions { DataDirectory = folder, Definitions = CarriedDefinitions.All, DefaultNamespace = SimulatedRun.Space },
            TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var bench = new PageBench(folder, plane, ((ConnectionOutcome.Loaded)Windlass.Kubernetes.Configuration.Kubeconfig.Load(plane.KubeconfigPath)).Connection);
        await bench.ServeAsync();
        return bench;
    }

    /// <summary>An operator begins, on the port of the one before.</summary>
    public async Task ServeAsync()
    {
        var end = new CancellationTokenSource();
        var stores = new ClusterStores(_api, null, TimeProvider.System, NullLoggerFactory.Instance);
        var following = stores.RunAsync(end.Token);
        await stores.Synced;
        var access = new PageAccess(PageCaller.Of(_connection), Time);
        var server = await PageServer.StartAsync(new PageOptions { EndPoint = _endPoint, Namespace = SimulatedRun.Space, Hosts = ["windlass.example.com"] }, new RunFeeds(stores, Time), access, Time, CancellationToken.None);
        _endPoint = new IPEndPoint(IPAddress.Loopback, server.Address.Port);
        _serving = new Serving(server, access, end, following, stores);
    }

    public async Task StopServingAsync()
    {
        if (_serving is { } serving)
        {
            _serving = null;
            await serving.Server.DisposeAsync();
            await serving.End.CancelAsync();
            await serving.Following;
            serving.Access.Dispose();
            serving.End.Dispose();
        }
    }

    /// <summary>Writes a run as it stands, and returns when the page's operator has seen it.</summary>
    public async Task ShowAsync(SimulatedRun run)
    {
        Time.Shift = run.Cluster.Now - TimeProvider.System.GetUtcNow();
        await run.WriteAsync(_api, TestContext.Current.CancellationToken);
        if (_serving is { } serving)
        {
            var wanted = run.Upgrade.Status?.Nodes?.Summary;
            await Testing.Until.TrueAsync(
                () => serving.Stores.Upgrades.Current.TryGet(SimulatedRun.Space, run.Upgrade.Metadata.Name, out var seen) && seen.Status?.Nodes?.Summary == wanted, "the operator sees the run");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopServingAsync();
        await _api.DisposeAsync();
        await _plane.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed record Serving(PageServer Server, PageAccess Access, CancellationTokenSource End, Task Following, ClusterStores Stores);
}
