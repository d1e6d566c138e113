using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Storage;

/// <summary>
/// What one write does to the state it found. Runs on the store's single writer, so what it reads cannot change under it;
/// nothing is visible to anyone else before it is on disk. Not thread-safe.
/// </summary>
internal sealed class Transaction(Snapshot start, DateTimeOffset now)
{
    private readonly ImmutableArray<Change>.Builder _changes = ImmutableArray.CreateBuilder<Change>();

    /// <summary>The state with this transaction's own changes.</summary>
    public Snapshot State { get; private set; } = start;

    public DateTimeOffset Now => now;

    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>Creates or replaces. The tree is stamped with the new revision and must not be used afterwards.</summary>
    public StoredObject Put(ObjectKey key, JsonObject tree)
    {
        var before = State.Find(key);
        var after = StoredObject.Create(key, State.Revision + 1, tree);
        State = State.With(after);
        _changes.Add(new Change(after.Revision, key, before, after, after, now));
        return after;
    }

    /// <summary>Removes an object; returns its final state, stamped with the revision of the removal.</summary>
    /// <param name="final">The final state when it differs from what is stored, as when the last finalizer went.</param>
    public StoredObject Remove(StoredObject existing, JsonObject? final = null)
    {
        var last = StoredObject.Create(existing.Key, State.Revision + 1, final ?? existing.ToTree());
        State = State.Without(existing.Key, last.Revision);
        _changes.Add(new Change(last.Revision, existing.Key, existing, null, last, now));
        return last;
    }
}
