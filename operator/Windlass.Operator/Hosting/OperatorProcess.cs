using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Commands;
using Windlass.Operator.Metrics;
using Windlass.Operator.Page;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Hosting;

/// <summary>Runs the operator until the process is asked to stop.</summary>
internal sealed partial class OperatorProcess
{
    /// <param name="options">Settings.</param>
    /// <param name="api">Where the objects are.</param>
    /// <param name="connect">The API as the bearer of a token sees it: for the page.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="ready">Called once, when every local copy is complete.</param>
    /// <param name="cancellation">The process is asked to stop.</param>
    /// <returns>Exit status.</returns>
    public static async Task<int> RunAsync(
        OperatorOptions options, IClusterApi api, Func<string, PageCaller> connect, ILoggerFactory logs, Action ready, CancellationToken cancellation)
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
            using var access = new PageAccess(connect, TimeProvider.System);
            await using var page = await ShowAsync(options, run.Stores, access, logs.CreateLogger<OperatorProcess>(), cancellation).ConfigureAwait(false);
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

    /// <summary>A page that cannot be served is no reason to leave drained nodes alone: it is said, and the operator works.</summary>
    private static async Task<PageServer?> ShowAsync(OperatorOptions options, ClusterStores stores, PageAccess access, ILogger logger, CancellationToken cancellation)
    {
        if (options.Page is not { } page)
        {
            return null;
        }

        try
        {
            var server = await PageServer.StartAsync(page, new RunFeeds(stores, TimeProvider.System), access, TimeProvider.System, cancellation).ConfigureAwait(false);
            LogPage(logger, server.Address);
            return server;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            LogNoPage(logger, page.EndPoint, e.Message);
            return null;
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
