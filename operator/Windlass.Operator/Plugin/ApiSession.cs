using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;

namespace Windlass.Operator.Plugin;

/// <summary>A connection to the API for one command of a person.</summary>
internal sealed class ApiSession : IAsyncDisposable
{
    /// <summary>A person waits: an API that does not answer is said to be silent after 10 s, not after half a minute.</summary>
    private static readonly ClientOptions Impatient = new() { UserAgent = "kubectl-windlass", RequestTimeout = TimeSpan.FromSeconds(10) };

    private readonly HttpClusterApi _api;

    private ApiSession(ClusterConnection connection, string? space)
    {
        _api = new HttpClusterApi(connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance, Impatient);
        Namespace = space ?? connection.Namespace;
    }

    public IClusterApi Api => _api;

    /// <summary>The cluster in question.</summary>
    public string Namespace { get; }

    /// <summary>Connects at the first request, not before.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="problem">What is wrong with the kubeconfig and what to do; null: nothing.</param>
    /// <returns>Null when something is wrong.</returns>
    public static ApiSession? Open(SessionSettings settings, out string? problem)
    {
        var loaded = Kubeconfig.Load(settings.Kubeconfig, settings.Context);
        problem = (loaded as ConnectionOutcome.Invalid)?.Message;
        return loaded is ConnectionOutcome.Loaded { Connection: var connection } ? new ApiSession(connection, settings.Namespace) : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _api.DisposeAsync();
}
