using Microsoft.Extensions.Logging;

namespace Windlass.Kubernetes.Events;

internal sealed partial class EventWriter
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Reason} about {Name} was not written: {Why}")]
    private static partial void LogLost(ILogger logger, string? reason, string? name, string why);
}
