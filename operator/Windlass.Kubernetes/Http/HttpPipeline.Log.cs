using Microsoft.Extensions.Logging;

namespace Windlass.Kubernetes.Http;

internal sealed partial class HttpPipeline
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate of {Server} is NOT verified (insecure-skip-tls-verify): anybody on the way can read and change everything")]
    private static partial void LogInsecure(ILogger logger, Uri server);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path}: try {Attempt} failed, next in {Wait}: {Reason}")]
    private static partial void LogRetry(ILogger logger, HttpMethod method, string path, int attempt, TimeSpan wait, string reason);
}
