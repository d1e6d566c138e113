using Microsoft.Extensions.Logging;
using Windlass.Core.Identities;

namespace Windlass.Operator.Working;

/// <content>What the node loop tells: steps, not polls.</content>
internal sealed partial class NodeReconciler
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Node}: {Step} (try {Attempt})")]
    private static partial void LogStep(ILogger logger, NodeName node, string step, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Node}: {Step} failed with exit code {ExitCode}: {Output}")]
    private static partial void LogFailed(ILogger logger, NodeName node, string step, int exitCode, string output);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Node}: {Step}: {Text}")]
    private static partial void LogLost(ILogger logger, NodeName node, string step, string text);
}
