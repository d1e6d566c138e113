using Microsoft.Extensions.Logging;

namespace Windlass.Kubernetes.Queueing;

public sealed partial class Controller<TKey>
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Controller}: started with {Workers} workers")]
    private static partial void LogStarted(ILogger logger, string controller, int workers);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Controller}: stopped")]
    private static partial void LogStopped(ILogger logger, string controller);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller}: {Key} failed, next try in {Delay}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string controller, TKey key, TimeSpan delay, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller}: {Key} threw, next try in {Delay}")]
    private static partial void LogThrew(ILogger logger, Exception exception, string controller, TKey key, TimeSpan delay);
}
