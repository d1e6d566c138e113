using System.Threading.Channels;

namespace Windlass.Kubernetes.Queueing;

/// <summary>
/// Keys that need work. A key is never in work twice at once, however often it is added; a key added while it is in work is ready again when that
/// ends, so no wake-up is lost; nothing is ever dropped. The rules are those of client-go's work queue. Safe for concurrent use.
/// </summary>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Channel<(TKey Key, long Since)> ready = Channel.CreateUnbounded<(TKey, long)>();
    private readonly HashSet<TKey> dirty = [];
    private readonly HashSet<TKey> processing = [];
    private readonly Dictionary<TKey, int> failures = [];
    private readonly DelayedKeys<TKey> delayed;
    private readonly BackoffPolicy backoff;
    private readonly QueueMetrics metrics;
    private readonly TimeProvider time;
    private int depth;
    private bool stopping;

    /// <summary>An empty queue.</summary>
    public WorkQueue(TimeProvider time, BackoffPolicy? backoff = null, QueueMetrics? metrics = null)
    {
        this.time = time;
        this.backoff = backoff ?? new BackoffPolicy();
        this.metrics = metrics ?? new QueueMetrics();
        delayed = new DelayedKeys<TKey>(time, Add);
    }

    /// <summary>Keys ready to be taken.</summary>
    public int Depth
    {
        get
        {
            lock (gate)
            {
                return depth;
            }
        }
    }

    /// <summary>The key needs work now.</summary>
    public void Add(TKey key)
    {
        lock (gate)
        {
            if (stopping)
            {
                return;
            }

            metrics.Added?.Invoke();
            if (dirty.Add(key) && !processing.Contains(key))
            {
                Push(key);
            }
        }
    }

    /// <summary>The key needs work after a delay; of several delays the one that ends first counts. Not positive: now.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        delayed.Add(key, delay);
    }

    /// <summary>Work on the key failed: it is ready again after its next delay, which is returned.</summary>
    public TimeSpan AddRateLimited(TKey key)
    {
        TimeSpan delay;
        lock (gate)
        {
            var count = failures.GetValueOrDefault(key) + 1;
            failures[key] = count;
            delay = backoff.After(count);
            metrics.Retried?.Invoke();
        }

        AddAfter(key, delay);
        return delay;
    }

    /// <summary>Work on the key went well: its next failure starts with the shortest delay.</summary>
    public void Forget(TKey key)
    {
        lock (gate)
        {
            failures.Remove(key);
        }
    }

    /// <summary>Failures since the last <see cref="Forget"/>.</summary>
    public int Failures(TKey key)
    {
        lock (gate)
        {
            return failures.GetValueOrDefault(key);
        }
    }

    /// <summary>Waits for a key and takes it into work; null when the queue was shut down and is empty.</summary>
    public async ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellation)
    {
        while (await ready.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            lock (gate)
            {
                if (!ready.Reader.TryRead(out var taken))
                {
                    continue;
                }

                dirty.Remove(taken.Key);
                processing.Add(taken.Key);
                depth--;
                metrics.Depth?.Invoke(depth);
                metrics.Waited?.Invoke(time.GetElapsedTime(taken.Since));
                return new WorkItem<TKey>(this, taken.Key);
            }
        }

        return null;
    }

    /// <summary>Takes no more keys in; those that are ready, and those in work that were added again, are still handed out. Delayed ones are not.</summary>
    public void ShutDown()
    {
        lock (gate)
        {
            stopping = true;
            CompleteWhenDrained();
        }
    }

    /// <summary>Shuts down and stops the timer.</summary>
    public void Dispose()
    {
        ShutDown();
        delayed.Dispose();
    }

    internal void Done(TKey key)
    {
        lock (gate)
        {
            processing.Remove(key);
            if (dirty.Contains(key))
            {
                Push(key);
            }

            CompleteWhenDrained();
        }
    }

    private void Push(TKey key)
    {
        // Unbounded, and only completed when nothing can be pushed any more: this always succeeds.
        ready.Writer.TryWrite((key, time.GetTimestamp()));
        depth++;
        metrics.Depth?.Invoke(depth);
    }

    private void CompleteWhenDrained()
    {
        if (stopping && !processing.Overlaps(dirty))
        {
            ready.Writer.TryComplete();
        }
    }
}
