using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Windlass.Testing;

/// <summary>What has happened in the in-memory cluster, by version, and the watches that follow it. Thread-safe.</summary>
internal sealed class WatchHistory
{
    private readonly Lock gate = new();
    private readonly List<StoreChange> changes = [];
    private TaskCompletionSource pulse = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int disconnects;

    /// <summary>Of the last change.</summary>
    public long Version { get; private set; } = 100;

    /// <summary>Up to here the history is forgotten.</summary>
    public long Compacted { get; private set; } = 99;

    /// <summary>Watches open now.</summary>
    public int OpenWatches { get; private set; }

    public void Add(StoreChange change)
    {
        lock (gate)
        {
            Version = change.Version;
            changes.Add(change);
            Pulse();
        }
    }

    public void Compact()
    {
        lock (gate)
        {
            Compacted = Version;
            changes.Clear();
            Version++;
        }
    }

    public void Disconnect()
    {
        lock (gate)
        {
            disconnects++;
            Pulse();
        }
    }

    public async IAsyncEnumerable<JsonObject> Watch(
        StoreKind kind, StoreSelector selector, string from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var at = long.Parse(from.Length == 0 ? "0" : from, CultureInfo.InvariantCulture);
        int generation;
        lock (gate)
        {
            OpenWatches++;
            generation = disconnects;
        }

        try
        {
            while (true)
            {
                var (frames, changed) = Frames(kind, selector, ref at, generation);
                foreach (var frame in frames)
                {
                    yield return frame;
                }

                if (changed is null)
                {
                    yield break;
                }

                await changed.WaitAsync(cancellation);
            }
        }
        finally
        {
            lock (gate)
            {
                OpenWatches--;
            }
        }
    }

    private (List<JsonObject> Frames, Task? Changed) Frames(StoreKind kind, StoreSelector selector, ref long at, int generation)
    {
        lock (gate)
        {
            if (generation != disconnects)
            {
                return ([], null);
            }

            if (at < Compacted)
            {
                var expired = StoreAnswer.Failure(410, "Expired", $"too old resource version: {at} ({Compacted})");
                return ([new JsonObject { ["type"] = "ERROR", ["object"] = expired.Body }], null);
            }

            var since = at;
            var frames = changes.Where(change => change.Version > since && change.Kind == kind)
                .Select(change => Frame(change, selector)).OfType<JsonObject>().ToList();
            at = Version;
            return (frames, pulse.Task);
        }
    }

    private static JsonObject? Frame(StoreChange change, StoreSelector selector)
    {
        var (before, after) = (selector.Selects(change.Key, change.Before), selector.Selects(change.Key, change.After));
        var type = (before, after) switch
        {
            (false, true) => "ADDED",
            (true, true) => "MODIFIED",
            (true, false) => "DELETED",
            (false, false) => null,
        };
        if (type is null)
        {
            return null;
        }

        // What leaves is told in its last state, under the version of its leaving.
        var told = (after ? change.After : change.Before)!.DeepClone().AsObject();
        told["metadata"]!["resourceVersion"] = change.Version.ToString(CultureInfo.InvariantCulture);
        return new JsonObject { ["type"] = type, ["object"] = told };
    }

    private void Pulse()
    {
        var old = pulse;
        pulse = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        old.SetResult();
    }
}
