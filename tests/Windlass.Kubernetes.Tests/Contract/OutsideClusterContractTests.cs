using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Contract;

/// <summary>
/// The same suite against a running server: name a kubeconfig in WINDLASS_CONTRACT_KUBECONFIG. The server must have the definition of Widget.
/// </summary>
public sealed class OutsideClusterContractTests : ClusterApiContract, IAsyncLifetime
{
    private HttpClusterApi? api;

    protected override IClusterApi Api => api!;

    public ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("WINDLASS_CONTRACT_KUBECONFIG");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "WINDLASS_CONTRACT_KUBECONFIG names no kubeconfig of a running server");
        var loaded = Assert.IsType<ConnectionOutcome.Loaded>(Kubeconfig.Load(path));
        api = new HttpClusterApi(loaded.Connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => api?.DisposeAsync() ?? ValueTask.CompletedTask;
}
