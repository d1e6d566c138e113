using System.Collections.Immutable;

namespace Windlass.ControlPlane.Storage;

/// <summary>Everything stored, at one revision. Immutable: a list read from one snapshot is consistent however long it takes to send.</summary>
internal sealed class Snapshot
{
    public static readonly Snapshot Empty = new(0, ImmutableDictionary<string, ImmutableSortedDictionary<ObjectPlace, StoredObject>>.Empty);

    private static readonly ImmutableSortedDictionary<ObjectPlace, StoredObject> NoObjects =
        ImmutableSortedDictionary<ObjectPlace, StoredObject>.Empty;

    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<ObjectPlace, StoredObject>> _collections;

    private Snapshot(long revision, ImmutableDictionary<string, ImmutableSortedDictionary<ObjectPlace, StoredObject>> collections)
    {
        Revision = revision;
        _collections = collections;
    }

    public long Revision { get; }

    public IEnumerable<StoredObject> All => _collections.Values.SelectMany(collection => collection.Values);

    /// <summary>Loads the whole state at once, as after a start.</summary>
    public static Snapshot Of(long revision, IEnumerable<StoredObject> objects) =>
        new(revision, objects.GroupBy(o => o.Key.Collection).ToImmutableDictionary(
            group => group.Key, group => group.ToImmutableSortedDictionary(o => o.Key.Place, o => o)));

    public StoredObject? Find(ObjectKey key) =>
        _collections.TryGetValue(key.Collection, out var collection) && collection.TryGetValue(key.Place, out var found) ? found : null;

    /// <summary>The objects of a collection in list order.</summary>
    public ImmutableSortedDictionary<ObjectPlace, StoredObject> In(string collection) =>
        _collections.TryGetValue(collection, out var objects) ? objects : NoObjects;

    public Snapshot With(StoredObject stored) =>
        new(stored.Revision, _collections.SetItem(stored.Key.Collection, In(stored.Key.Collection).SetItem(stored.Key.Place, stored)));

    public Snapshot Without(ObjectKey key, long revision) =>
        new(revision, _collections.SetItem(key.Collection, In(key.Collection).Remove(key.Place)));
}
