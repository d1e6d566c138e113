using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Windlass.ControlPlane.Storage;

/// <summary>
/// The recent revisions, for watches. Bounded by count, age and bytes; a watcher that wants more than is kept is told so and lists again.
/// Watchers read at their own pace by revision, so a slow one costs no memory of its own. Thread-safe.
/// </summary>
internal sealed class ChangeLog(long start, ChangeLogLimits limits)
{
    /// <summary>Changes per reading: what a slow reader holds on to after the log itself has forgotten it.</summary>
    private const int ReadingLimit = 256;

    private readonly Lock _gate = new();

    /// <summary>Oldest first from <see cref="_first"/> on; the slots before it are forgotten and cut off now and then.</summary>
    private readonly List<Change> _kept = [];
    private int _first;
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

    private int Count => _kept.Count - _first;

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

    /// <summary>The next changes after a revision, oldest first, not necessarily all of them; Expired when some of them are no longer kept.</summary>
    public ChangeLogReading ReadAfter(long revision)
    {
        lock (_gate)
        {
            var oldest = _last - Count;
            if (revision < oldest)
                return new ChangeLogReading.Expired(oldest);
            if (revision >= _last)
                return new ChangeLogReading.Nothing(_moved.Task);
            var start = _first + (int)(revision - oldest);
            var length = Math.Min(ReadingLimit, _kept.Count - start);
            return new ChangeLogReading.Changes(ImmutableArray.Create(CollectionsMarshal.AsSpan(_kept).Slice(start, length)));
        }
    }

    private void Keep(Change change)
    {
        if (change.Revision != _last + 1)
            throw new InvalidOperationException($"Revision {change.Revision} does not follow {_last}.");
        _kept.Add(change);
        _last = change.Revision;
        _bytes += change.Last.Json.Length;
    }

    private void Forget(DateTimeOffset now)
    {
        while (Count > 0 && _kept[_first] is { } oldest && (Count > limits.Count || _bytes > limits.Bytes || now - oldest.At > limits.Age))
        {
            _kept[_first++] = null!;
            _bytes -= oldest.Last.Json.Length;
        }

        // Moving what is left costs as much as what was forgotten, so each change is moved about once.
        if (_first <= Count)
            return;
        _kept.RemoveRange(0, _first);
        _first = 0;
    }
}
