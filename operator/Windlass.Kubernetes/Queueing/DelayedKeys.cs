namespace Windlass.Kubernetes.Queueing;

/// <summary>Keys that become due later: one timer for all of them, set to the earliest.</summary>
internal sealed class DelayedKeys<TKey> : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    private readonly Lock gate = new();
    private readonly PriorityQueue<TKey, long> byTime = new();
    private readonly Dictionary<TKey, long> dueAt = [];
    private readonly TimeProvider time;
    private readonly Action<TKey> due;
    private readonly ITimer timer;

    public DelayedKeys(TimeProvider time, Action<TKey> due)
    {
        this.time = time;
        this.due = due;
        timer = time.CreateTimer(static state => ((DelayedKeys<TKey>)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(TKey key, TimeSpan delay)
    {
        lock (gate)
        {
            var at = time.GetTimestamp() + (long)Math.Ceiling(delay.TotalSeconds * time.TimestampFrequency);
            if (dueAt.TryGetValue(key, out var known) && known <= at)
            {
                return;
            }

            // A later entry of the same key stays in the heap and is recognised as stale when it comes up.
            dueAt[key] = at;
            byTime.Enqueue(key, at);
            SetTimer();
        }
    }

    public void Dispose() => timer.Dispose();

    private void Fire()
    {
        var ready = new List<TKey>();
        lock (gate)
        {
            var now = time.GetTimestamp();
            while (byTime.TryPeek(out var key, out var at) && at <= now)
            {
                byTime.Dequeue();
                if (dueAt.TryGetValue(key, out var wanted) && wanted == at)
                {
                    dueAt.Remove(key);
                    ready.Add(key);
                }
            }

            SetTimer();
        }

        foreach (var key in ready)
        {
            due(key);
        }
    }

    private void SetTimer()
    {
        if (!byTime.TryPeek(out _, out var at))
        {
            return;
        }

        // Rounded up to whole milliseconds: a timer that fires early would find nothing due and spin.
        var wait = Math.Ceiling(Math.Max(0, at - time.GetTimestamp()) * 1000.0 / time.TimestampFrequency);
        timer.Change(TimeSpan.FromMilliseconds(Math.Min(wait, LongestTimer.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
