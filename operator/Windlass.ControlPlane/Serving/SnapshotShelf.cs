using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>Snapshots that paged lists are still reading from, so that all pages show one revision. The oldest gives way. Thread-safe.</summary>
internal sealed class SnapshotShelf
{
    /// <summary>A snapshot shares nearly everything with its neighbours; a few are cheap, and a client that takes longer lists again.</summary>
    private const int Places = 16;

    private readonly Lock _gate = new();
    private readonly Queue<Snapshot> _kept = new();

    public void Keep(Snapshot snapshot)
    {
        lock (_gate)
        {
            if (_kept.Any(kept => kept.Revision == snapshot.Revision))
                return;
            _kept.Enqueue(snapshot);
            if (_kept.Count > Places)
                _kept.Dequeue();
        }
    }

    public Snapshot? Find(long revision)
    {
        lock (_gate)
            return _kept.FirstOrDefault(kept => kept.Revision == revision);
    }
}
