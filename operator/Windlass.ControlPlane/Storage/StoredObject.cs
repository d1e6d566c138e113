using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Storage;

/// <summary>
/// One version of one object, immutable. The object itself is kept as UTF-8: most answers copy it as it is, and a tree would take several times the
/// memory.
/// What selection and garbage collection ask of every object is kept beside it, so that neither parses.
/// </summary>
internal sealed class StoredObject
{
    private static readonly FrozenDictionary<string, string> NoLabels = FrozenDictionary<string, string>.Empty;

    private StoredObject(ObjectKey key, long revision, ReadOnlyMemory<byte> json, JsonObject tree)
    {
        var metadata = tree.Child("metadata");
        Key = key;
        Revision = revision;
        Json = json;
        Uid = metadata.Text("uid");
        Labels = ReadLabels(metadata.Child("labels"));
        Owners = ReadOwners(metadata);
        Finalizers = [.. metadata.Strings("finalizers")];
        IsDeleting = metadata.Text("deletionTimestamp").Length > 0;
    }

    public ObjectKey Key { get; }

    /// <summary>The store-wide revision of the write that made this version; what clients see as metadata.resourceVersion.</summary>
    public long Revision { get; }

    public ReadOnlyMemory<byte> Json { get; }

    public string Uid { get; }

    public FrozenDictionary<string, string> Labels { get; }

    public ImmutableArray<OwnerLink> Owners { get; }

    public ImmutableArray<string> Finalizers { get; }

    public bool IsDeleting { get; }

    /// <summary>A tree of its own for every caller: it may be changed.</summary>
    public JsonObject ToTree() => JsonText.Object(Json.Span);

    /// <summary>Stamps the revision into the tree and freezes it.</summary>
    public static StoredObject Create(ObjectKey key, long revision, JsonObject tree)
    {
        tree.ChildOrNew("metadata")["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(key, revision, JsonText.Bytes(tree), tree);
    }

    /// <summary>The same object at another revision; null for one that was never stored.</summary>
    public static StoredObject Unsaved(StoredObject stored, long? revision)
    {
        var tree = stored.ToTree();
        if (revision is { } known)
            return Create(stored.Key, known, tree);
        tree.ChildOrNew("metadata").Remove("resourceVersion");
        return new StoredObject(stored.Key, 0, JsonText.Bytes(tree), tree);
    }

    public static StoredObject Load(ObjectKey key, long revision, byte[] json) => new(key, revision, json, JsonText.Object(json));

    private static FrozenDictionary<string, string> ReadLabels(JsonObject? labels)
    {
        if (labels is null || labels.Count == 0)
            return NoLabels;
        return labels.Select(pair => KeyValuePair.Create(pair.Key, labels.Text(pair.Key))).ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static ImmutableArray<OwnerLink> ReadOwners(JsonObject? metadata)
    {
        if (metadata?["ownerReferences"] is not JsonArray references)
            return [];
        return [.. references.OfType<JsonObject>()
            .Select(owner => new OwnerLink(owner.Text("apiVersion"), owner.Text("kind"), owner.Text("name"), owner.Text("uid")))];
    }
}
