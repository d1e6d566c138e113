using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Security;
using Windlass.ControlPlane.Tests.Storage;
using Windlass.Testing;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Servers;

/// <summary>Our own server in this process, with the kinds that the real ones get.</summary>
internal sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private ControlPlaneServer? _server;

    public static async Task<TestedServer> StartAsync()
    {
        var started = new EmbeddedServer();
        try
        {
            return await started.RunAsync();
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<TestedServer> RunAsync()
    {
        var options = new ControlPlaneOptions { DataDirectory = _directory.Path, Definitions = [.. ShippedDefinition.All.Select(each => each.Yaml)] };
        _server = await ControlPlaneServer.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var administrator = KeyedCertificate.Load(_directory.File("pki/admin.pem"))!;
        var client = PinnedClient.New(_server.Address, _directory.File("pki/ca.pem"), administrator.Certificate);
        var tested = new TestedServer(ServerKind.Embedded, _server.KubeconfigPath, client, this);
        await tested.DefineAsync([], CancellationToken.None);
        return tested;
    }
}
