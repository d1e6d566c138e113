using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>PUT. Never creates: a client that puts to a name that is gone is acting on something it no longer knows.</summary>
internal static class ReplaceOperation
{
    public static WriteOutcome Run(Transaction transaction, WriteRequest request, JsonObject body, ImmutableArray<string> complaints)
    {
        var resource = request.Resource;
        if (transaction.State.Find(resource.Key(request.Target.Namespace, request.Target.Name)) is not { } live)
            return Failures.NotFound(resource, request.Target.Name);
        var metadata = body.ChildOrNew("metadata");
        if (resource.Nature == ResourceNature.Custom && metadata.Text("resourceVersion").Length == 0)
            return Failures.Invalid(
                resource, live.Key.Name,
                new FieldError("metadata.resourceVersion", FieldReason.FieldValueInvalid, "Invalid value: 0x0: must be specified for an update"));
        var warnings = Sieve.Prune(resource, body, complaints, request.Options.Validation);
        if (warnings.Length > 0 && request.Options.Validation == FieldValidation.Strict)
            return Failures.BadRequest(
                $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: " +
                $"{string.Join(", ", warnings)}");
        // Absent means "as it was": who owns what is ours to keep. An empty list would ask to forget it.
        if (!metadata.ContainsKey("managedFields"))
            metadata.Put("managedFields", resource.ReadTree(live).Child("metadata")?["managedFields"]?.DeepClone());
        return UpdateOperation.Run(transaction, request, live, body, warnings, isApplied: false);
    }
}
