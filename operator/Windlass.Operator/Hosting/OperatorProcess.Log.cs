using Microsoft.Extensions.Logging;

namespace Windlass.Operator.Hosting;

/// <content>What the process tells about itself.</content>
internal sealed partial class OperatorProcess
{
    [LoggerMessage(Level = LogLevel.Information, Message = "metrics and health on {Address}: /metrics /healthz /readyz")]
    private static partial void LogMonitoring(ILogger logger, Uri address);
}
