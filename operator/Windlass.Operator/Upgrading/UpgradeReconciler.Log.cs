using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Upgrading;

/// <content>What the upgrade loop tells: transitions, not polls.</content>
internal sealed partial class UpgradeReconciler
{
    [LoggerMessage(Level = LogLevel.Information, Message = "work order {Order}: {Grants}")]
    private static partial void LogGranted(ILogger logger, ResourceKey order, string grants);

    [LoggerMessage(Level = LogLevel.Information, Message = "upgrade {Upgrade}: Ready={Status} {Reason}: {Text}")]
    private static partial void LogReady(ILogger logger, string upgrade, ConditionStatus status, string reason, string text);
}
