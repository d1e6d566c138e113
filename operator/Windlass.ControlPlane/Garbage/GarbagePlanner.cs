using System.Collections.Immutable;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Garbage;

/// <summary>Decides what to clean up, from one snapshot. Pure; asking again after each round reaches the end whatever happened in between.</summary>
internal static class GarbagePlanner
{
    public static ImmutableArray<GarbageAction> Plan(Snapshot snapshot, ResourceCatalogue catalogue)
    {
        var byUid = snapshot.All.ToDictionary(stored => stored.Uid, StringComparer.Ordinal);
        var dependents = snapshot.All
            .SelectMany(stored => stored.Owners.Select(owner => (owner.Uid, Object: stored)))
            .ToLookup(pair => pair.Uid, pair => pair.Object, StringComparer.Ordinal);
        return
        [
            .. Orphans(snapshot, catalogue, byUid),
            .. Finalized(snapshot, dependents),
            .. Namespaces(snapshot, catalogue),
        ];
    }

    private static IEnumerable<GarbageAction> Orphans(Snapshot snapshot, ResourceCatalogue catalogue, Dictionary<string, StoredObject> byUid)
    {
        foreach (var stored in snapshot.All)
        {
            if (stored.Owners.IsEmpty || stored.IsDeleting)
                continue;
            // An owner of a kind that is not served here cannot be looked up, so it counts as alive: deleting on ignorance cannot be undone.
            var gone = stored.Owners.Where(owner => catalogue.Serves(owner.ApiVersion, owner.Kind) && !byUid.ContainsKey(owner.Uid)).ToArray();
            if (gone.Length == stored.Owners.Length)
                yield return new GarbageAction.Delete(stored, Propagation.Background);
            else if (gone.Length > 0 && stored.Owners.Any(owner => byUid.ContainsKey(owner.Uid)))
                yield return new GarbageAction.Disown(stored, gone[0].Uid);
        }
    }

    private static IEnumerable<GarbageAction> Finalized(Snapshot snapshot, ILookup<string, StoredObject> dependents)
    {
        foreach (var owner in snapshot.All)
        {
            if (!owner.IsDeleting)
                continue;
            if (owner.Finalizers.Contains(GarbageFinalizers.Orphan))
            {
                foreach (var dependent in dependents[owner.Uid])
                    yield return new GarbageAction.Disown(dependent, owner.Uid);
                yield return new GarbageAction.Release(owner, GarbageFinalizers.Orphan);
            }
            else if (owner.Finalizers.Contains(GarbageFinalizers.Foreground))
            {
                foreach (var action in Foreground(owner, [.. dependents[owner.Uid]]))
                    yield return action;
            }
        }
    }

    private static IEnumerable<GarbageAction> Foreground(StoredObject owner, StoredObject[] dependents)
    {
        if (dependents.Length == 0)
            yield return new GarbageAction.Release(owner, GarbageFinalizers.Foreground);
        foreach (var dependent in dependents)
        {
            // Another owner keeps it: it does not go, so it must not hold this one either.
            if (dependent.Owners.Length > 1)
                yield return new GarbageAction.Disown(dependent, owner.Uid);
            else if (!dependent.IsDeleting)
                yield return new GarbageAction.Delete(dependent, Propagation.Foreground);
        }
    }

    private static IEnumerable<GarbageAction> Namespaces(Snapshot snapshot, ResourceCatalogue catalogue)
    {
        foreach (var ns in snapshot.In(catalogue.Namespaces.Collection).Values.Where(ns => ns.IsDeleting))
        {
            var inside = snapshot.All.Where(stored => stored.Key.Namespace == ns.Key.Name).ToArray();
            foreach (var stored in inside.Where(stored => !stored.IsDeleting))
                yield return new GarbageAction.Delete(stored, Propagation.Background);
            if (inside.Length == 0 && ns.Finalizers.IsEmpty)
                yield return new GarbageAction.DropNamespace(ns);
        }
    }
}
