using Microsoft.Extensions.Logging;

namespace Windlass.ControlPlane.Serving;

internal sealed partial class ApiDispatcher
{
    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, string method, string path, Exception exception);
}
