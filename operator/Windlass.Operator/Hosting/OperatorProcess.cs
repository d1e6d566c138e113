using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Commands;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Hosting;

/// <summary>Runs the operator until the process is asked to stop.</summary>
internal sealed partial class OperatorProcess
{
    /// <param name="options">Settings.</param>
    /// <param name="api">Where the objects are.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="ready">Called once, when every local copy is complete.</param>
    /// <param name="cancellation">The process is asked to stop.</param>
    /// <returns>Exit status.</returns>
    public static async Task<int> RunAsync(OperatorOptions options, IClusterApi api, ILoggerFactory logs, Action ready, CancellationToken cancellation)
    {
        try
        {
            using var monitoring = new Monitoring(TimeProvider.System);
            using var ssh = new OpenSsh(
                new OpenSshOptions { SshConfigFile = options.SshConfigFile, RuntimeDirectory = options.RuntimeDirectory },
                TimeProvider.System,
                logs.CreateLogger<OpenSsh>());
            monitoring.Metrics.TrackConnections(() => ssh.Traffic().Sum(node => node.Connections));
            await using var run = new OperatorRun(options, new MeasuredClusterApi(api, monitoring.Metrics), ssh.Connect, monitoring, TimeProvider.System, logs);
            await using var server = await ListenAsync(options, monitoring, cancellation).ConfigureAwait(false);
            LogMonitoring(logs.CreateLogger<OperatorProcess>(), server.Address);
            await run.RunAsync(ready, cancellation).ConfigureAwait(false);
            return 0;
        }
        catch (ArgumentException e)
        {
            return Failure.Report(e.Message);
        }
        catch (MonitoringUnavailableException e)
        {
            return Failure.Report(e.Message);
        }
    }

    private static async Task<MonitoringServer> ListenAsync(OperatorOptions options, Monitoring monitoring, CancellationToken cancellation)
    {
        try
        {
            return await monitoring.ServeAsync(options.Monitoring, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new MonitoringUnavailableException(options.Monitoring, e);
        }
    }
}
