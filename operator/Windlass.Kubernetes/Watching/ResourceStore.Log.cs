using Microsoft.Extensions.Logging;

namespace Windlass.Kubernetes.Watching;

public sealed partial class ResourceStore<T>
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Plural}: listed {Count} at version {ResourceVersion}")]
    private static partial void LogListed(ILogger logger, string plural, int count, string resourceVersion);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Plural}: {Reason}; next try in {Delay}")]
    private static partial void LogWaiting(ILogger logger, string plural, string reason, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Plural}: stopped")]
    private static partial void LogStopped(ILogger logger, string plural);
}
