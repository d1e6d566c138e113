namespace Windlass.Kubernetes.Queueing;

/// <summary>A key in work. Nobody else gets it until this is disposed.</summary>
public sealed class WorkItem<TKey> : IDisposable
    where TKey : notnull
{
    private readonly WorkQueue<TKey> queue;
    private int done;

    internal WorkItem(WorkQueue<TKey> queue, TKey key)
    {
        this.queue = queue;
        Key = key;
    }

    /// <summary>The key.</summary>
    public TKey Key { get; }

    /// <summary>Work on the key has ended; when it was added meanwhile, it is ready again at once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref done, 1) == 0)
        {
            queue.Done(Key);
        }
    }
}
