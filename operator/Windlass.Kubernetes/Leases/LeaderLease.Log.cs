using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Leases;

public sealed partial class LeaderLease
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Lease {Key}: held by {Identity}, fencing token {Transitions}")]
    private static partial void LogAcquired(ILogger logger, ResourceKey key, string identity, int? transitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "Lease {Key}: waiting, {Reason}")]
    private static partial void LogWaiting(ILogger logger, ResourceKey key, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lease {Key}: lost, {Reason}")]
    private static partial void LogLost(ILogger logger, ResourceKey key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Lease {Key}: {Outcome}")]
    private static partial void LogReleased(ILogger logger, ResourceKey key, string outcome);
}
