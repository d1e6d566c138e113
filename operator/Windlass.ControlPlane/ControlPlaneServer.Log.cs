using Microsoft.Extensions.Logging;

namespace Windlass.ControlPlane;

public sealed partial class ControlPlaneServer
{
    [LoggerMessage(LogLevel.Information, "Control plane ready at {Address}; kubeconfig: {Kubeconfig}")]
    private static partial void LogReady(ILogger logger, Uri address, string kubeconfig);

    [LoggerMessage(LogLevel.Error, "The {Worker} stumbled and is started again")]
    private static partial void LogStumbled(ILogger logger, string worker, Exception exception);
}
