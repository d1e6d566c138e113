using Microsoft.Extensions.Logging;
using Windlass.Core.Identities;

namespace Windlass.Operator.Working;

/// <content>What rotation steps tell.</content>
internal sealed partial class RotationSteps
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "an HAProxy has forgotten a drain (a reload?): it is asserted again")]
    private static partial void LogForgotten(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} servers had come back into rotation by themselves (a reload?): taken out again")]
    private static partial void LogReasserted(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "HAProxy on {Instance} refused a state: {Answer}")]
    private static partial void LogRejected(ILogger logger, NodeName instance, string answer);
}
