using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Sharding;

public sealed partial class ShardKeeper
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard}: taken, fencing token {Token}")]
    private static partial void LogTaken(ILogger logger, int shard, long token);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard}: given back")]
    private static partial void LogGiven(ILogger logger, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: lost, its lease was changed or deleted")]
    private static partial void LogLost(ILogger logger, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: not {Deed} now, {Reason}")]
    private static partial void LogTrouble(ILogger logger, int shard, string deed, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Replica {Replica} has not renewed its lease {Key} in time: its shards are free")]
    private static partial void LogBuried(ILogger logger, string replica, ResourceKey key);
}
