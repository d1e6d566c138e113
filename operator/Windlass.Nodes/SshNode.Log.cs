using Microsoft.Extensions.Logging;
using Windlass.Core.Identities;

namespace Windlass.Nodes;

internal sealed partial class SshNode
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to {Node}")]
    private partial void LogConnected(NodeName node);

    [LoggerMessage(Level = LogLevel.Information, Message = "Disconnected from {Node}")]
    private partial void LogDisconnected(NodeName node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot connect to {Node}: {Kind}: {Reason}")]
    private partial void LogNotConnected(NodeName node, NodeFailureKind kind, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Exchange with {Node} failed: {Kind}: {Reason}")]
    private partial void LogExchangeFailed(NodeName node, NodeFailureKind kind, string reason);
}
