using Microsoft.Extensions.Hosting;

namespace Windlass.ControlPlane.Serving;

/// <summary>The control plane lives inside another program, which alone listens to signals; the default lifetime would swallow SIGTERM.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
