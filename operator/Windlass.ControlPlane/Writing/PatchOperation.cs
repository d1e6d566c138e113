using System.Globalization;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>PATCH, against whatever is stored when its turn comes: two patches of different fields never conflict.</summary>
internal static class PatchOperation
{
    /// <param name="text">The patch as it was sent, for messages.</param>
    public static WriteOutcome Run(ResourceCatalogue catalogue, Transaction transaction, WriteRequest request, PatchDocument patch, string text)
    {
        var live = transaction.State.Find(request.Resource.Key(request.Target.Namespace, request.Target.Name));
        if (patch is PatchDocument.Apply apply)
            return RunApply(catalogue, transaction, request, apply, live);
        if (live is null)
            return Failures.NotFound(request.Resource, request.Target.Name);
        return PatchApplication.Apply(request.Resource, request.Resource.ReadTree(live), patch) switch
        {
            Decoded.Refused refused => refused.Failure,
            Decoded.Body body => Update(transaction, request, live, body, text),
            _ => throw new InvalidOperationException(),
        };
    }

    private static WriteOutcome Update(Transaction transaction, WriteRequest request, StoredObject live, Decoded.Body body, string text)
    {
        var warnings = Sieve.Prune(request.Resource, body.Tree, body.Complaints, request.Options.Validation);
        if (warnings.Length > 0 && request.Options.Validation == FieldValidation.Strict)
            return Failures.StrictPatch(text, string.Join(", ", warnings));
        var uid = body.Tree.Child("metadata").Text("uid");
        if (uid.Length > 0 && uid != live.Uid)
            return OtherUid(request, live, uid);
        return UpdateOperation.Run(transaction, request, live, body.Tree, warnings, isApplied: false);
    }

    private static WriteOutcome RunApply(
        ResourceCatalogue catalogue, Transaction transaction, WriteRequest request, PatchDocument.Apply apply, StoredObject? live)
    {
        var resource = request.Resource;
        if (Precheck(request, apply.Intent, live) is { } failure)
            return failure;
        var intent = (JsonObject)apply.Intent.DeepClone();
        var mismatch = Envelope.Reconcile(request.Target, intent);
        if (mismatch is not null)
            return mismatch;
        var before = live is null ? null : resource.ReadTree(live);
        var outcome = ServerSideApply.Apply(
            before, intent, request.Options.Manager, request.Options.IsForced, request.Target.Subresource, resource.Definition.Schema,
            transaction.Now);
        switch (outcome)
        {
            case ApplyOutcome.Rejected rejected:
                return Failures.BadRequest(rejected.Message);
            case ApplyOutcome.Conflicted conflicted:
                return Failures.ApplyConflict(conflicted);
            case ApplyOutcome.Applied applied when live is null:
                return CreateOperation.Run(catalogue, transaction, request, applied.Result, apply.Complaints, isApplied: true);
            case ApplyOutcome.Applied applied:
                var warnings = Sieve.Prune(resource, applied.Result, apply.Complaints, request.Options.Validation);
                return UpdateOperation.Run(transaction, request, live, applied.Result, warnings, isApplied: true);
            default:
                throw new InvalidOperationException();
        }
    }

    private static ApiFailure? Precheck(WriteRequest request, JsonObject intent, StoredObject? live)
    {
        if (!request.Options.IsManagerExplicit)
        {
            return Failures.Invalid(
                "PatchOptions", "meta.k8s.io", "",
                [new FailureCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager")]);
        }

        var metadata = intent.Child("metadata");
        return live is null ? CheckAbsent(request, metadata.Text("uid")) : CheckSame(request, metadata, live);
    }

    private static ApiFailure? CheckAbsent(WriteRequest request, string uid)
    {
        if (request.Target.IsStatus)
            return Failures.NotFound(request.Resource, request.Target.Name);
        return uid.Length == 0 ? null : Failures.Conflict(
            request.Resource, request.Target.Name, "uid mismatch: the provided object specified uid, and no existing object was found");
    }

    /// <summary>
    /// Uid and version in an intent are preconditions: without them, an intent meant for an object that is gone would land on its namesake. The
    /// status
    /// door takes no metadata, so the uid does not count there.
    /// </summary>
    private static ApiFailure? CheckSame(WriteRequest request, JsonObject? metadata, StoredObject live)
    {
        var version = metadata.Text("resourceVersion");
        if (version.Length > 0 && version != live.Revision.ToString(CultureInfo.InvariantCulture))
            return Failures.Stale(request.Resource, live.Key.Name);
        var uid = metadata.Text("uid");
        return request.Target.IsStatus || uid.Length == 0 || uid == live.Uid ? null : OtherUid(request, live, uid);
    }

    private static ApiFailure OtherUid(WriteRequest request, StoredObject live, string uid) => Failures.Invalid(
        request.Resource, live.Key.Name,
        new FieldError("metadata.uid", FieldReason.FieldValueInvalid, $"Invalid value: \"{uid}\": field is immutable"));
}
