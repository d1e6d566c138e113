using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Hosting;

/// <summary>Runs the operator until the process is asked to stop.</summary>
internal static class OperatorProcess
{
    public static async Task<int> RunAsync(OperatorOptions options, IClusterApi api, ILoggerFactory logs, CancellationToken cancellation)
    {
        try
        {
            await using var run = new OperatorRun(options, api, TimeProvider.System, logs);
            await run.RunAsync(cancellation).ConfigureAwait(false);
            return 0;
        }
        catch (ArgumentException e)
        {
            return Failure.Report(e.Message);
        }
    }
}
