using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Http;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Contract;

/// <summary>The real side of the seam, over HTTP to the in-memory cluster.</summary>
public sealed class HttpClusterApiContractTests : ClusterApiContract, IAsyncLifetime
{
    private TestApiServer? server;
    private HttpClusterApi? api;

    protected override IClusterApi Api => api!;

    public async ValueTask InitializeAsync()
    {
        server = await TestApiServer.StartAsync(new InMemoryCluster(TimeProvider.System));
        api = new HttpClusterApi(server.Connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await api!.DisposeAsync();
        await server!.DisposeAsync();
    }
}
