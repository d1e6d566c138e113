using System.Net;
using System.Reflection;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Hosting;

/// <summary>What one operator process measures and tells about itself. It outlives the times in office.</summary>
internal sealed class Monitoring : IDisposable
{
    /// <summary>A loop with work that has not turned for so long hangs: the longest exchange with a node has 45 s.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(3);

    public Monitoring(TimeProvider time)
    {
        Loops = new LoopProgress(time, Tolerance);
        Listener = new MetricsListener(meter => meter.Name == "Windlass");
        Metrics = new WindlassMetrics(Version, time);
    }

    /// <summary>Version of this build.</summary>
    public static string Version { get; } =
        typeof(Monitoring).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public WindlassMetrics Metrics { get; }

    public MetricsListener Listener { get; }

    public LoopProgress Loops { get; }

    public CacheReadiness Caches { get; } = new();

    /// <summary>Starts to answer.</summary>
    /// <exception cref="IOException">The address cannot be had.</exception>
    public Task<MonitoringServer> ServeAsync(IPEndPoint endPoint, CancellationToken cancellation) =>
        MonitoringServer.StartAsync(endPoint, Listener, Loops, Caches, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Metrics.Dispose();
        Listener.Dispose();
    }
}
