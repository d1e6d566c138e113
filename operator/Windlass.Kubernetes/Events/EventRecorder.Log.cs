using Microsoft.Extensions.Logging;

namespace Windlass.Kubernetes.Events;

public sealed partial class EventRecorder
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "More than {Capacity} events are waiting: further ones are dropped")]
    private static partial void LogDropping(ILogger logger, int capacity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped with {Count} events unwritten")]
    private static partial void LogUnwritten(ILogger logger, int count);
}
