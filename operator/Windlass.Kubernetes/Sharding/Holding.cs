namespace Windlass.Kubernetes.Sharding;

/// <summary>One shard in our hands, from taking to giving.</summary>
internal sealed class Holding(long token, CancellationToken office)
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(office);
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int stays;
    private bool isClosed;

    public long Token => token;

    /// <summary>Only under the lock of <see cref="HeldShards"/>: none begins after <see cref="CloseAsync"/>.</summary>
    public ShardStay Enter()
    {
        lock (gate)
        {
            stays++;
            return new ShardStay(token, end.Token, Leave);
        }
    }

    public async Task CloseAsync()
    {
        await end.CancelAsync().ConfigureAwait(false);
        lock (gate)
        {
            isClosed = true;
            SignalWhenEmpty();
        }

        await empty.Task.ConfigureAwait(false);
        end.Dispose();
    }

    private void Leave()
    {
        lock (gate)
        {
            stays--;
            SignalWhenEmpty();
        }
    }

    private void SignalWhenEmpty()
    {
        if (isClosed && stays == 0)
        {
            empty.TrySetResult();
        }
    }
}
