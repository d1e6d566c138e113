using Microsoft.Extensions.Logging;

namespace Windlass.ControlPlane.Storage;

internal sealed partial class ObjectStore
{
    [LoggerMessage(LogLevel.Information, "Store open: {Objects} objects at revision {Revision}")]
    private static partial void LogLoaded(ILogger logger, int objects, long revision);

    [LoggerMessage(LogLevel.Error, "Commit of {Changes} changes failed; their callers were told, nothing was kept")]
    private static partial void LogCommitFailed(ILogger logger, int changes, Exception exception);
}
