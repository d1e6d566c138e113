using System.Net;
using Microsoft.Extensions.Logging;

namespace Windlass.Operator.Hosting;

/// <content>What the process tells about itself.</content>
internal sealed partial class OperatorProcess
{
    [LoggerMessage(Level = LogLevel.Information, Message = "metrics and health on {Address}: /metrics /healthz /readyz")]
    private static partial void LogMonitoring(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "page on {Address}")]
    private static partial void LogPage(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Error, Message = "there is no page: cannot listen on {EndPoint} for --page: {Reason}. The operator works without it; --page takes another address, or off")]
    private static partial void LogNoPage(ILogger logger, IPEndPoint endPoint, string reason);
}
