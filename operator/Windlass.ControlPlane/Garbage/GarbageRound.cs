using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Garbage;

/// <summary>Carries out planned actions in one transaction, leaving alone whatever has changed since it was planned.</summary>
internal static class GarbageRound
{
    /// <returns>How many changes that made; zero ends the rounds, so an action that is refused cannot keep them going.</returns>
    public static int Run(Transaction transaction, ResourceCatalogue catalogue, ImmutableArray<GarbageAction> actions)
    {
        foreach (var action in actions)
        {
            if (transaction.State.Find(action.Object.Key) is not { } live || live.Uid != action.Object.Uid || live.Revision != action.Object.Revision)
                continue;
            Run(transaction, catalogue, action, live);
        }

        return transaction.Changes.Count;
    }

    private static void Run(Transaction transaction, ResourceCatalogue catalogue, GarbageAction action, StoredObject live)
    {
        switch (action)
        {
            case GarbageAction.Delete delete:
                var resource = catalogue.All.First(candidate => candidate.Collection == live.Key.Collection);
                var target = new RequestTarget(resource, live.Key.Namespace, live.Key.Name, "");
                DeleteOperation.Run(transaction, target, new DeleteOptions(delete.Propagation, live.Uid, "", IsDryRun: false));
                break;
            case GarbageAction.Release release:
                ReleaseFinalizer(transaction, live, release.Finalizer);
                break;
            case GarbageAction.Disown disown:
                RemoveOwner(transaction, live, disown.OwnerUid);
                break;
            case GarbageAction.DropNamespace:
                transaction.Remove(live);
                break;
        }
    }

    private static void ReleaseFinalizer(Transaction transaction, StoredObject live, string finalizer)
    {
        var tree = live.ToTree();
        var left = live.Finalizers.Remove(finalizer);
        tree.ChildOrNew("metadata").Put("finalizers", left.IsEmpty ? null : JsonText.Array(left));
        if (left.IsEmpty && live.IsDeleting)
            transaction.Remove(live, tree);
        else
            transaction.Put(live.Key, tree);
    }

    private static void RemoveOwner(Transaction transaction, StoredObject live, string uid)
    {
        var tree = live.ToTree();
        var metadata = tree.ChildOrNew("metadata");
        var left = (metadata["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(owner => owner.Text("uid") != uid)
            .Select(owner => owner.DeepClone())
            .ToArray();
        metadata.Put("ownerReferences", left.Length == 0 ? null : new JsonArray(left));
        transaction.Put(live.Key, tree);
    }
}
