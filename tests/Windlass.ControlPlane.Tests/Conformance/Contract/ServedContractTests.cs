using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Testing;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Contract;

/// <summary>The seam's contract, through the operator's own client and a kubeconfig, on one kind of server.</summary>
public abstract class ServedContractTests(TestedServers servers, ServerKind kind) : ClusterApiContract, IAsyncLifetime
{
    private HttpClusterApi? _api;

    protected override IClusterApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        var loaded = Assert.IsType<ConnectionOutcome.Loaded>(Kubeconfig.Load(await KubeconfigAsync()));
        _api = new HttpClusterApi(loaded.Connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Of the server under test. It must serve the contract's Widget.</summary>
    protected virtual async Task<string> KubeconfigAsync() => (await servers.GetAsync(kind)).KubeconfigPath;
}
