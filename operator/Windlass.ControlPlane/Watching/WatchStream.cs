using System.IO.Pipelines;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Watching;

/// <summary>
/// One watch. Reads the change log at the client's pace; a client slower than the log is long is told that its position has expired.
/// </summary>
internal sealed class WatchStream(
    ObjectStore store, ServedResource resource, ReadOptions options, WatchFrames frames, WatchClock clock, TimeProvider time)
{
    private long _seen;

    public async Task RunAsync(PipeWriter body, CancellationToken cancellation)
    {
        await StartAsync(body, cancellation).ConfigureAwait(false);
        while (!clock.IsOver)
        {
            var reading = store.Changes.ReadAfter(_seen);
            if (reading is ChangeLogReading.Expired expired)
            {
                await body.WriteAsync(WatchFrames.Error(Failures.TooOld(_seen, expired.Oldest)), cancellation).ConfigureAwait(false);
                return;
            }

            if (reading is ChangeLogReading.Changes changes)
                await SendAsync(body, changes, cancellation).ConfigureAwait(false);
            // After the changes, so that it names the newest revision, and between readings, so that a busy store does not hold it up.
            if (options.AllowBookmarks && clock.TakeBookmark())
                await body.WriteAsync(frames.Bookmark(_seen, endsInitialEvents: false), cancellation).ConfigureAwait(false);
            if (reading is ChangeLogReading.Nothing nothing)
                await WaitAsync(nothing.Moved, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What is there already: asked for by watch-lists, and implied by a watch from no particular revision.</summary>
    private async Task StartAsync(PipeWriter body, CancellationToken cancellation)
    {
        _seen = options.ResourceVersion ?? 0;
        var wantsAll = options.SendInitialEvents ?? _seen == 0;
        if (!wantsAll)
        {
            _seen = _seen == 0 ? store.Current.Revision : _seen;
            return;
        }

        var snapshot = store.Current;
        _seen = snapshot.Revision;
        foreach (var stored in snapshot.In(resource.Collection).Values.Where(options.Selection.Matches))
            await body.WriteAsync(frames.Of("ADDED", stored), cancellation).ConfigureAwait(false);
        if (options.SendInitialEvents == true)
            await body.WriteAsync(frames.Bookmark(_seen, endsInitialEvents: true), cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(PipeWriter body, ChangeLogReading.Changes changes, CancellationToken cancellation)
    {
        foreach (var change in changes.Items)
        {
            if (change.Key.Collection == resource.Collection && Frame(change) is { } frame)
                await body.WriteAsync(frame, cancellation).ConfigureAwait(false);
            _seen = change.Revision;
        }
    }

    /// <summary>
    /// The change as this watch's selection sees it: entering is ADDED and leaving is DELETED, whatever happened to the object itself.
    /// </summary>
    private byte[]? Frame(Change change)
    {
        var was = options.Selection.Matches(change.Before);
        var isNow = options.Selection.Matches(change.After);
        return (was, isNow) switch
        {
            (false, true) => frames.Of("ADDED", change.Last),
            (true, true) => frames.Of("MODIFIED", change.Last),
            (true, false) when change.After is null => frames.Of("DELETED", change.Last),
            (true, false) => frames.Left(change.Before!, change.Revision),
            (false, false) => null,
        };
    }

    private async Task WaitAsync(Task moved, CancellationToken cancellation)
    {
        try
        {
            await moved.WaitAsync(clock.UntilNext, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time for a bookmark or for the end; the loop looks which.
        }
    }
}
