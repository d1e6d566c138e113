namespace Windlass.Kubernetes.Sharding;

/// <summary>Work on one key in a shard that is ours.</summary>
public sealed class ShardStay : IDisposable
{
    private Action? leave;

    internal ShardStay(long token, CancellationToken ending, Action leave) => (Token, Ending, this.leave) = (token, ending, leave);

    /// <summary>Fencing token of the shard: higher than that of whoever had it before.</summary>
    public long Token { get; }

    /// <summary>Cancelled when the shard is to be given away, was lost, or the process stops.</summary>
    public CancellationToken Ending { get; }

    /// <summary>The work has ended.</summary>
    public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
}
