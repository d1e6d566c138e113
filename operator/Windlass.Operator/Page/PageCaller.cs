using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;

namespace Windlass.Operator.Page;

/// <summary>The API as somebody else sees it, for one question.</summary>
/// <param name="Api">The API with that one's token.</param>
/// <param name="Connection">What is closed afterwards; null: nothing.</param>
internal sealed record PageCaller(IClusterApi Api, IAsyncDisposable? Connection) : IAsyncDisposable
{
    private static readonly ClientOptions Impatient = new() { UserAgent = "windlass-page", RequestTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>Connects to the operator's own server, with nothing of the operator's own credentials.</summary>
    /// <param name="connection">The operator's connection.</param>
    public static Func<string, PageCaller> Of(ClusterConnection connection)
    {
        var nobody = connection with { ClientCertificate = null, ClientKey = null, Token = null, TokenFile = null, Basic = null, Exec = null };
        return token =>
        {
            var api = new HttpClusterApi(nobody with { Token = new Secret(token) }, TimeProvider.System, NullLogger<HttpClusterApi>.Instance, Impatient);
            return new PageCaller(api, api);
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
