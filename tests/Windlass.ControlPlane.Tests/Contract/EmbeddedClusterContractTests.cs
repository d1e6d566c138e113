using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Tests.Storage;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Testing;

namespace Windlass.ControlPlane.Tests.Contract;

/// <summary>The seam's contract, through the operator's own client and the kubeconfig that the server wrote.</summary>
public sealed class EmbeddedClusterContractTests : ClusterApiContract, IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ControlPlaneServer? _server;
    private HttpClusterApi? _api;

    protected override IClusterApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        _server = await ControlPlaneServer.StartAsync(
            new ControlPlaneOptions { DataDirectory = _directory.Path, Definitions = [WidgetDefinition.Json] },
            TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        var loaded = Assert.IsType<ConnectionOutcome.Loaded>(Kubeconfig.Load(_server.KubeconfigPath));
        _api = new HttpClusterApi(loaded.Connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }
}
