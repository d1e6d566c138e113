using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Storage;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Behaviour;

/// <summary>The garbage collector of kube-controller-manager and none of its other controllers, for a real server that is defined already.</summary>
public sealed class GarbageCollector : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private GuardedProcess? _running;

    /// <summary>Starts it once. It needs some seconds to know all kinds. Skips the test where there is no such program.</summary>
    internal void Start(TestedServer server)
    {
        var program = KubeAssets.ControllerManager(out var missing);
        Assert.SkipWhen(program is null, missing);
        if (_running is { HasEnded: true })
            Assert.Fail($"the controller manager ended: {_running.Said}");
        _running ??= new GuardedProcess(
            _directory.File("log"), program!, $"--kubeconfig={server.KubeconfigPath}", "--controllers=garbagecollector", "--leader-elect=false",
            "--bind-address=127.0.0.1", "--port=0", $"--secure-port={KubeServer.FreePort()}", "--kube-api-qps=200", "--kube-api-burst=400",
            $"--cert-dir={_directory.Path}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        _directory.Dispose();
    }
}
