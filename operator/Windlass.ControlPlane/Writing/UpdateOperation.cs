using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>From the object as it is and as a client wants it to the object as it will be: the common end of PUT, PATCH and apply.</summary>
internal static class UpdateOperation
{
    /// <param name="live">What is stored now.</param>
    /// <param name="desired">In the served form, already pruned; becomes part of the outcome.</param>
    /// <param name="isApplied">True when server-side apply has already recorded who owns which field.</param>
    public static WriteOutcome Run(
        Transaction transaction, WriteRequest request, StoredObject live, JsonObject desired, ImmutableArray<string> warnings, bool isApplied)
    {
        var resource = request.Resource;
        var before = resource.ReadTree(live);
        if (Envelope.Reconcile(request.Target, desired) is { } mismatch)
            return mismatch;
        if (CheckIdentity(resource, live, before, desired) is { } conflict)
            return conflict;
        MetadataRules.KeepServerOwned(desired.ChildOrNew("metadata"), before.ChildOrNew("metadata"));
        desired = KeepOtherHalf(request.Target, before, desired);
        resource.Definition.Schema.ApplyDefaults(desired);
        var errors = Finish(transaction, request, before, ref desired, isApplied);
        if (errors.Length > 0)
            return Failures.Invalid(resource, live.Key.Name, errors);
        if (TreeComparison.IsNoChange(before, desired))
            return new WriteOutcome.Stored(live, IsNew: false) { Warnings = warnings };
        var stored = resource.ToStored(desired);
        var isLast = live.IsDeleting && resource.Nature != ResourceNature.Namespace && !stored.Child("metadata").Strings("finalizers").Any();
        var result = isLast ? transaction.Remove(live, stored) : transaction.Put(live.Key, stored);
        return new WriteOutcome.Stored(result, IsNew: false) { Warnings = warnings };
    }

    private static ApiFailure? CheckIdentity(ServedResource resource, StoredObject live, JsonObject before, JsonObject desired)
    {
        var metadata = desired.ChildOrNew("metadata");
        var version = metadata.Text("resourceVersion");
        if (version.Length > 0 && version != before.Child("metadata").Text("resourceVersion"))
            return Failures.Stale(resource, live.Key.Name);
        var uid = metadata.Text("uid");
        if (uid.Length > 0 && uid != live.Uid)
            return Failures.Conflict(resource, live.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Uid}");
        return null;
    }

    /// <summary>
    /// Spec and status have separate doors: each keeps the other's half, and the status door all of the metadata a client could set.
    /// </summary>
    private static JsonObject KeepOtherHalf(RequestTarget target, JsonObject before, JsonObject desired)
    {
        if (!target.Resource.HasStatus)
            return desired;
        if (!target.IsStatus)
        {
            desired.Put("status", before["status"]?.DeepClone());
            return desired;
        }

        var kept = (JsonObject)before.DeepClone();
        kept.Put("status", desired["status"]?.DeepClone());
        kept.ChildOrNew("metadata").Put("managedFields", desired.Child("metadata")?["managedFields"]?.DeepClone());
        return kept;
    }

    private static ImmutableArray<FieldError> Finish(
        Transaction transaction, WriteRequest request, JsonObject before, ref JsonObject desired, bool isApplied)
    {
        var resource = request.Resource;
        var stored = resource.ToStored((JsonObject)desired.DeepClone());
        var liveStored = resource.ToStored((JsonObject)before.DeepClone());
        NatureRules.Prepare(resource, stored, liveStored);
        var errors = NatureRules.Check(resource, stored, liveStored);
        desired = resource.ToServed(stored);
        CountGeneration(resource, before, desired);
        var metadata = desired.ChildOrNew("metadata");
        metadata["resourceVersion"] = before.Child("metadata").Text("resourceVersion");
        errors = [.. MetadataRules.Check(resource, metadata), .. resource.Definition.Schema.Validate(desired, before), .. errors];
        if (MetadataRules.CheckNoNewFinalizers(metadata, before.ChildOrNew("metadata")) is { } late)
            errors = errors.Add(late);
        if (errors.IsEmpty && !isApplied && !resource.IsEvent)
            ManagedFields.TrackUpdate(
                before, desired, request.Options.Manager, request.Target.Subresource, resource.Definition.Schema, transaction.Now);
        return errors;
    }

    private static void CountGeneration(ServedResource resource, JsonObject before, JsonObject desired)
    {
        if (!resource.CountsGenerations || !TreeComparison.IsNewGeneration(before, desired, statusCounts: !resource.HasStatus))
            return;
        var count = before.Child("metadata")?["generation"] is { } node && node.GetValueKind() == JsonValueKind.Number ? node.GetValue<long>() : 0;
        desired.ChildOrNew("metadata")["generation"] = count + 1;
    }
}
