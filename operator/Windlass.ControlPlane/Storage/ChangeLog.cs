namespace Windlass.ControlPlane.Storage;

/// <summary>
/// The recent revisions, for watches. Bounded by count, age and bytes; a watcher that wants more than is kept is told so and lists again.
/// Watchers read at their own pace by revision, so a slow one costs no memory of its own. Thread-safe.
/// </summary>
internal sealed class ChangeLog(long start, ChangeLogLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Queue<Change> _kept = new();
    private long _last = start;
    private long _bytes;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest revision published; every watcher that has read up to here is current.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    public void Append(IReadOnlyList<Change> changes, DateTimeOffset now)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            foreach (var change in changes)
                Keep(change);
            Forget(now);
            moved = _moved;
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        moved.SetResult();
    }

    /// <summary>The changes after a revision, oldest first; Expired when some of them are no longer kept.</summary>
    public ChangeLogReading ReadAfter(long revision)
    {
        lock (_gate)
        {
            var oldest = _last - _kept.Count;
            if (revision < oldest)
                return new ChangeLogReading.Expired(oldest);
            if (revision >= _last)
                return new ChangeLogReading.Nothing(_moved.Task);
            return new ChangeLogReading.Changes([.. _kept.Skip((int)(revision - oldest))]);
        }
    }

    private void Keep(Change change)
    {
        if (change.Revision != _last + 1)
            throw new InvalidOperationException($"Revision {change.Revision} does not follow {_last}.");
        _kept.Enqueue(change);
        _last = change.Revision;
        _bytes += change.Last.Json.Length;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_kept.TryPeek(out var oldest) &&
               (_kept.Count > limits.Count || _bytes > limits.Bytes || now - oldest.At > limits.Age))
        {
            _kept.Dequeue();
            _bytes -= oldest.Last.Json.Length;
        }
    }
}
