namespace Windlass.ControlPlane.Watching;

/// <summary>When a watch sends its bookmarks and when it ends.</summary>
internal sealed class WatchClock
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);

    /// <summary>A last bookmark this long before the end, so that the client goes on from the newest revision.</summary>
    private static readonly TimeSpan LastBookmark = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _end;
    private DateTimeOffset _bookmark;
    private bool _hasSentLast;

    /// <param name="timeout">Null for upstream's default: between 30 and 60 minutes, so that clients do not come back all at once.</param>
    public WatchClock(TimeSpan? timeout, TimeProvider time)
    {
        _time = time;
        _end = time.GetUtcNow() + (timeout ?? TimeSpan.FromMinutes(30 + Random.Shared.Next(30)));
        _bookmark = time.GetUtcNow() + BookmarkEvery;
    }

    public bool IsOver => _time.GetUtcNow() >= _end;

    public TimeSpan UntilNext
    {
        get
        {
            var next = _bookmark < _end ? _bookmark : _end;
            if (!_hasSentLast && _end - LastBookmark < next)
                next = _end - LastBookmark;
            var wait = next - _time.GetUtcNow();
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>True when a bookmark is due; asking takes it.</summary>
    public bool TakeBookmark()
    {
        var now = _time.GetUtcNow();
        if (!_hasSentLast && now >= _end - LastBookmark)
        {
            _hasSentLast = true;
            return true;
        }

        if (now < _bookmark)
            return false;
        _bookmark = now + BookmarkEvery;
        return true;
    }
}
