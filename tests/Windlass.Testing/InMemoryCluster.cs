using System.Globalization;
using System.Text.Json.Nodes;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>
/// A Kubernetes-style store in memory: versions, uids, generations, finalizers, owner references, status endpoint, server-side apply, watches with
/// history. It serves every kind without registration and validates nothing. <see cref="InMemoryClusterApi"/> and <see cref="TestApiServer"/> are its doors.
/// </summary>
public sealed class InMemoryCluster(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<StoreKind, SortedDictionary<string, StoredObject>> kinds = [];
    private readonly WatchHistory history = new();

    /// <summary>Writes that changed something.</summary>
    public int Writes { get; private set; }

    /// <summary>Watches open now.</summary>
    public int OpenWatches => history.OpenWatches;

    /// <summary>Forgets the history: versions before now, and continue tokens, are expired.</summary>
    public void Compact()
    {
        lock (gate)
        {
            history.Compact();
        }
    }

    /// <summary>Ends all watches, as a server does that is restarted.</summary>
    public void DisconnectWatches() => history.Disconnect();

    internal StoreAnswer Get(StoreKind kind, ResourceKey key)
    {
        lock (gate)
        {
            return Find(kind, key) is { } stored ? Answer(stored) : NotFound(kind, key);
        }
    }

    internal StoreAnswer List(StoreKind kind, StoreSelector selector, int limit, string? continuation)
    {
        lock (gate)
        {
            var (at, start) = (history.Version, "");
            if (continuation is { Length: > 0 })
            {
                var parts = continuation.Split('|', 2);
                (at, start) = (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
                if (at <= history.Compacted)
                {
                    return StoreAnswer.Failure(410, "Expired", "The provided continue parameter is too old");
                }
            }

            var rest = Of(kind).Where(entry => string.CompareOrdinal(entry.Key, start) > 0 && selector.Selects(entry.Value.Key, entry.Value.Body)).ToList();
            var page = limit > 0 ? rest.Take(limit).ToList() : rest;
            var metadata = new JsonObject { ["resourceVersion"] = at.ToString(CultureInfo.InvariantCulture) };
            if (page.Count < rest.Count)
            {
                metadata["continue"] = $"{at}|{page[^1].Key}";
            }

            var items = new JsonArray([.. page.Select(entry => entry.Value.Body.DeepClone())]);
            return new StoreAnswer(200, new JsonObject { ["kind"] = "List", ["apiVersion"] = "v1", ["metadata"] = metadata, ["items"] = items });
        }
    }

    internal StoreAnswer Create(StoreKind kind, ResourceKey key, JsonObject body)
    {
        lock (gate)
        {
            if (Find(kind, key) is not null)
            {
                return StoreAnswer.Failure(409, "AlreadyExists", $"{kind} \"{key.Name}\" already exists");
            }

            return Answer(Insert(kind, key, body), 201);
        }
    }

    /// <summary>Changes an object: <paramref name="change"/> gets a copy and returns the wanted whole, or a failure.</summary>
    internal StoreAnswer Change(StoreKind kind, ResourceKey key, ResourcePart part, Func<JsonObject, StoreAnswer> change)
    {
        lock (gate)
        {
            if (Find(kind, key) is not { } stored)
            {
                return NotFound(kind, key);
            }

            var wanted = change(stored.Body.DeepClone().AsObject());
            if (!wanted.IsSuccess)
            {
                return wanted;
            }

            if ((string?)wanted.Body["metadata"]?["resourceVersion"] is { Length: > 0 } expected && expected != (string?)stored.Body["metadata"]!["resourceVersion"])
            {
                return Conflict(kind, key, "the object has been modified; please apply your changes to the latest version and try again");
            }

            var next = StoredObject.Merge(stored.Body, wanted.Body, kind.HasStatus, part);
            stored.Fields.Updated(stored.Body, next);
            return Answer(Store(kind, stored, next));
        }
    }

    internal StoreAnswer Apply(StoreKind kind, ResourceKey key, ResourcePart part, JsonObject intent, ApplyOptions options)
    {
        lock (gate)
        {
            var uid = (string?)intent["metadata"]?["uid"];
            if (Find(kind, key) is not { } stored)
            {
                if (part is ResourcePart.Status)
                {
                    return NotFound(kind, key);
                }

                if (uid is not null)
                {
                    return Conflict(kind, key, "uid mismatch: no existing object was found");
                }

                stored = Insert(kind, key, intent.DeepClone().AsObject());
                stored.Fields.Own(options.FieldManager, part, intent);
                return Answer(stored, 201);
            }

            if (uid is not null && uid != (string?)stored.Body["metadata"]!["uid"])
            {
                return StoreAnswer.Failure(422, "Invalid", $"{kind} \"{key.Name}\" is invalid: metadata.uid: Invalid value: \"{uid}\": field is immutable");
            }

            if ((string?)intent["metadata"]?["resourceVersion"] is { } expected && expected != (string?)stored.Body["metadata"]!["resourceVersion"])
            {
                return Conflict(kind, key, "the object has been modified; please apply your changes to the latest version and try again");
            }

            // A precondition, no wish.
            intent["metadata"]?.AsObject().Remove("resourceVersion");
            var applied = stored.Fields.Apply(stored.Body, intent, part, options, out var contested);
            if (contested.Count > 0)
            {
                return Conflict(kind, key, $"Apply failed with {contested.Count} conflicts: {string.Join(", ", contested)}");
            }

            return Answer(Store(kind, stored, StoredObject.Merge(stored.Body, applied, kind.HasStatus, part)));
        }
    }

    internal StoreAnswer Delete(StoreKind kind, ResourceKey key, DeleteOptions options)
    {
        lock (gate)
        {
            if (Find(kind, key) is not { } stored)
            {
                return NotFound(kind, key);
            }

            var metadata = stored.Body["metadata"]!;
            if ((options.Uid is { } uid && uid != (string?)metadata["uid"])
                || (options.ResourceVersion is { } expected && expected != (string?)metadata["resourceVersion"]))
            {
                return Conflict(kind, key, "Precondition failed");
            }

            if (metadata["finalizers"] is JsonArray { Count: > 0 })
            {
                var next = stored.Body.DeepClone().AsObject();
                next["metadata"]!["deletionTimestamp"] ??= StoredObject.Time(time);
                return Answer(Store(kind, stored, next));
            }

            Remove(kind, stored, options.Propagation);
            return new StoreAnswer(200, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" });
        }
    }

    internal IAsyncEnumerable<JsonObject> Watch(StoreKind kind, StoreSelector selector, string from, CancellationToken cancellation) =>
        history.Watch(kind, selector, from, cancellation);

    private StoredObject Insert(StoreKind kind, ResourceKey key, JsonObject body)
    {
        var stored = StoredObject.New(key, body, kind, time);
        Of(kind)[key.ToString()] = stored;
        Log(kind, key, null, stored);
        return stored;
    }

    private StoredObject Store(StoreKind kind, StoredObject stored, JsonObject next)
    {
        if (JsonNode.DeepEquals(stored.Body, next))
        {
            return stored;
        }

        var before = stored.Body;
        stored.Body = next;
        if (next["metadata"]!["deletionTimestamp"] is not null && next["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
        {
            stored.Body = before;
            Remove(kind, stored, DeletePropagation.Background);
            stored.Body = next;
            return stored;
        }

        Log(kind, stored.Key, before, stored);
        return stored;
    }

    private void Remove(StoreKind kind, StoredObject stored, DeletePropagation propagation)
    {
        Of(kind).Remove(stored.Key.ToString());
        Log(kind, stored.Key, stored.Body, null);
        if (propagation is DeletePropagation.Orphan)
        {
            return;
        }

        var uid = (string?)stored.Body["metadata"]!["uid"];
        var owned = kinds.SelectMany(entry => entry.Value.Values.Where(other => other.IsOwnedBy(uid)).Select(other => (entry.Key, other.Key))).ToList();
        foreach (var (dependent, key) in owned)
        {
            Delete(dependent, key, new DeleteOptions());
        }
    }

    private void Log(StoreKind kind, ResourceKey key, JsonObject? before, StoredObject? after)
    {
        Writes++;
        var version = history.Version + 1;
        if (after is not null)
        {
            after.Body["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        }

        history.Add(new StoreChange(version, kind, key, before, after?.Body.DeepClone().AsObject()));
    }

    private SortedDictionary<string, StoredObject> Of(StoreKind kind)
    {
        if (!kinds.TryGetValue(kind, out var objects))
        {
            kinds[kind] = objects = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        }

        return objects;
    }

    private StoredObject? Find(StoreKind kind, ResourceKey key) => Of(kind).GetValueOrDefault(key.ToString());

    private static StoreAnswer Answer(StoredObject stored, int code = 200) => new(code, stored.Body.DeepClone().AsObject());

    private static StoreAnswer NotFound(StoreKind kind, ResourceKey key) => StoreAnswer.Failure(404, "NotFound", $"{kind} \"{key.Name}\" not found");

    private static StoreAnswer Conflict(StoreKind kind, ResourceKey key, string why) =>
        StoreAnswer.Failure(409, "Conflict", $"Operation cannot be fulfilled on {kind} \"{key.Name}\": {why}");
}
