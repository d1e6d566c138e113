using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>Creation of an object, by POST or by applying to a name that is free.</summary>
internal static class CreateOperation
{
    /// <summary>Tries of generateName; with 14 million suffixes a third collision means something else is wrong.</summary>
    private const int NameTries = 5;

    /// <param name="body">In the served form; becomes part of the outcome.</param>
    /// <param name="isApplied">True when server-side apply has already recorded who owns which field.</param>
    public static WriteOutcome Run(
        ResourceCatalogue catalogue, Transaction transaction, WriteRequest request, JsonObject body, ImmutableArray<string> complaints,
        bool isApplied)
    {
        var resource = request.Resource;
        if (Envelope.Reconcile(request.Target, body) is { } mismatch)
            return mismatch;
        var metadata = body.ChildOrNew("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 })
            return Failures.BadRequest("resourceVersion should not be set on objects to be created");
        var warnings = Sieve.Prune(resource, body, complaints, request.Options.Validation);
        if (warnings.Length > 0 && request.Options.Validation == FieldValidation.Strict)
            return Failures.BadRequest(
                $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: " +
                $"{string.Join(", ", warnings)}");
        if (NamespaceGate.Check(catalogue, transaction, resource, request.Target.Namespace, metadata.Text("name")) is { } closed)
            return closed;
        ChooseName(resource, transaction, request.Target.Namespace, metadata);
        Initialise(request, transaction.Now, body, isApplied);
        return Store(transaction, request, body, warnings);
    }

    private static void ChooseName(ServedResource resource, Transaction transaction, string ns, JsonObject metadata)
    {
        var prefix = metadata.Text("generateName");
        if (metadata.Text("name").Length > 0 || prefix.Length == 0)
            return;
        for (var tries = 0; tries < NameTries; tries++)
        {
            var name = ObjectNames.Generate(prefix);
            metadata["name"] = name;
            if (transaction.State.Find(resource.Key(ns, name)) is null)
                return;
        }
    }

    private static void Initialise(WriteRequest request, DateTimeOffset now, JsonObject body, bool isApplied)
    {
        var resource = request.Resource;
        var metadata = body.ChildOrNew("metadata");
        foreach (var field in (string[])["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation"])
            metadata.Remove(field);
        metadata["uid"] = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);
        metadata["creationTimestamp"] = KubeTime.Text(now);
        if (resource.CountsGenerations)
            metadata["generation"] = 1;
        if (!isApplied)
            metadata.Remove("managedFields");
        // Status has its own door. What the schema gives as its default comes back below.
        if (resource.HasStatus)
            body.Remove("status");
        resource.Definition.Schema.ApplyDefaults(body);
        var stored = resource.ToStored(body);
        NatureRules.Prepare(resource, stored, live: null);
        if (!ReferenceEquals(stored, body))
            CopyInto(body, resource.ToServed(stored));
        if (!isApplied && !resource.IsEvent)
            ManagedFields.TrackUpdate(null, body, request.Options.Manager, "", resource.Definition.Schema, now);
    }

    private static void CopyInto(JsonObject target, JsonObject source)
    {
        target.Clear();
        foreach (var (name, value) in source)
            target[name] = value?.DeepClone();
    }

    private static WriteOutcome Store(Transaction transaction, WriteRequest request, JsonObject body, ImmutableArray<string> warnings)
    {
        var resource = request.Resource;
        var metadata = body.ChildOrNew("metadata");
        var name = metadata.Text("name");
        var errors = MetadataRules.Check(resource, metadata).AddRange(resource.Definition.Schema.Validate(body, null));
        var stored = resource.ToStored(body);
        errors = errors.AddRange(NatureRules.Check(resource, stored, live: null));
        if (errors.Length > 0)
            return Failures.Invalid(resource, name, errors);
        var key = resource.Key(request.Target.Namespace, name);
        if (transaction.State.Find(key) is { } known)
            return Failures.AlreadyExists(resource, name, known.IsDeleting);
        return new WriteOutcome.Stored(transaction.Put(key, stored), IsNew: true) { Warnings = warnings };
    }
}
