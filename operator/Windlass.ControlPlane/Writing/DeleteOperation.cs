using System.Text.Json;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Garbage;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>DELETE of one object: at once when nothing holds it, else marked, and gone when its last finalizer is.</summary>
internal static class DeleteOperation
{
    private static readonly string[] KeptNamespaces = ["default", "kube-system"];

    public static WriteOutcome Run(Transaction transaction, RequestTarget target, DeleteOptions options)
    {
        var resource = target.Resource;
        if (transaction.State.Find(resource.Key(target.Namespace, target.Name)) is not { } live)
            return Failures.NotFound(resource, target.Name);
        if (options.Uid.Length > 0 && options.Uid != live.Uid)
            return Failures.Conflict(
                resource, target.Name, $"Precondition failed: UID in precondition: {options.Uid}, UID in object meta: {live.Uid}");
        var version = live.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (options.ResourceVersion.Length > 0 && options.ResourceVersion != version)
            return Failures.Conflict(
                resource, target.Name,
                $"Precondition failed: ResourceVersion in precondition: {options.ResourceVersion}, ResourceVersion in object meta: {version}");
        if (resource.Nature == ResourceNature.Namespace && KeptNamespaces.Contains(target.Name))
            return Failures.Forbidden(resource, target.Name, "this namespace may not be deleted");
        return Delete(transaction, resource, live, options.Propagation);
    }

    private static WriteOutcome Delete(Transaction transaction, ServedResource resource, StoredObject live, Propagation propagation)
    {
        var tree = live.ToTree();
        var metadata = tree.ChildOrNew("metadata");
        var finalizers = live.Finalizers.ToList();
        AddFinalizer(finalizers, propagation);
        var isHeld = finalizers.Count > 0 || resource.Nature == ResourceNature.Namespace;
        if (!isHeld)
            return new WriteOutcome.Gone(transaction.Remove(live));
        if (live.IsDeleting && finalizers.Count == live.Finalizers.Length)
            return new WriteOutcome.Stored(live, IsNew: false);
        if (finalizers.Count > 0)
            metadata["finalizers"] = JsonText.Array(finalizers);
        if (!live.IsDeleting)
            Mark(resource, tree, metadata, transaction.Now);
        return new WriteOutcome.Stored(transaction.Put(live.Key, tree), IsNew: false);
    }

    private static void AddFinalizer(List<string> finalizers, Propagation propagation)
    {
        var wanted = propagation switch
        {
            Propagation.Foreground => GarbageFinalizers.Foreground,
            Propagation.Orphan => GarbageFinalizers.Orphan,
            Propagation.Background => null,
            _ => throw new ArgumentOutOfRangeException(nameof(propagation)),
        };
        if (wanted is not null && !finalizers.Contains(wanted))
            finalizers.Add(wanted);
    }

    private static void Mark(ServedResource resource, JsonObject tree, JsonObject metadata, DateTimeOffset now)
    {
        metadata["deletionTimestamp"] = KubeTime.Text(now);
        if (resource.Nature == ResourceNature.Namespace)
            tree.ChildOrNew("status")["phase"] = "Terminating";
        if (!resource.CountsGenerations)
            return;
        metadata["deletionGracePeriodSeconds"] = 0;
        if (metadata["generation"] is { } count && count.GetValueKind() == JsonValueKind.Number)
            metadata["generation"] = count.GetValue<long>() + 1;
    }
}
