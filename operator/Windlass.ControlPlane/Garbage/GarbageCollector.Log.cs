using Microsoft.Extensions.Logging;

namespace Windlass.ControlPlane.Garbage;

internal sealed partial class GarbageCollector
{
    [LoggerMessage(LogLevel.Debug, "Cleaned up {Count} objects")]
    private static partial void LogRound(ILogger logger, int count);
}
