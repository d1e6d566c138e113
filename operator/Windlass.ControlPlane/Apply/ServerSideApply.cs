using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>Server-side apply. Pure: neither the live object nor the configuration is changed.</summary>
internal static class ServerSideApply
{
    /// <param name="live">The stored object, or null when it does not exist.</param>
    /// <param name="applied">The full intent of this manager. Uid and resourceVersion in it are preconditions, which the caller checks.</param>
    /// <param name="manager">The field manager, never empty.</param>
    /// <param name="force">True takes conflicting fields away from their owners.</param>
    /// <param name="subresource">Null or empty for the main resource; <c>status</c> considers nothing but <c>.status</c>.</param>
    /// <param name="schema">Null for built-in kinds.</param>
    /// <param name="now">Stamped on the manager's entry when the object changes.</param>
    public static ApplyOutcome Apply(
        JsonObject? live, JsonObject applied, string manager, bool force, string? subresource, StructuralSchema? schema, DateTimeOffset now)
    {
        var outcome = Merge(live, applied, manager, force, subresource, schema, now);
        if (manager != LastApplied.Manager || live is null)
            return outcome;
        if (outcome is ApplyOutcome.Conflicted conflicted && LastApplied.Covers(conflicted, live, schema))
            outcome = Merge(live, applied, manager, force: true, subresource, schema, now);
        return outcome is ApplyOutcome.Applied done ? LastApplied.Renew(done, applied) : outcome;
    }

    private static ApplyOutcome Merge(
        JsonObject? live, JsonObject applied, string manager, bool force, string? subresource, StructuralSchema? schema, DateTimeOffset now)
    {
        var root = schema?.Root ?? ObjectMetaSchema.Untyped;
        if (Refuse(applied, root) is { } sentence)
            return new ApplyOutcome.Rejected(sentence);
        var intent = AppliedIntent.Of(applied, live, subresource, schema is { HasStatus: true });
        var apiVersion = JsonFacts.Text(applied["apiVersion"])!;
        var identity = new ManagedIdentity(manager, ManagedOperation.Apply, subresource ?? "", "");
        var ledger = LedgerOf(live, subresource, schema, now);
        var last = ledger.Find(identity);
        var claimed = Stripped.Reachable(FieldSetReader.Read(intent, root), subresource, schema is { HasStatus: true });
        var merged = (JsonObject)ApplyMerge.Merge(live, intent, root)!;
        ApplyPruning.Prune(merged, root, last?.Fields ?? FieldSet.Empty, claimed.Union(ledger.OwnedByOthers(identity)));
        EnsureMetadata(merged);
        EmptyMetadata.Drop(merged);

        var changes = FieldComparison.Between(live, merged, subresource, schema);
        var conflicts = ConflictsWith(ledger, identity, changes.Written);
        if (!conflicts.IsEmpty && !force)
            return new ApplyOutcome.Conflicted(conflicts);
        var isSame = live is not null && changes.IsEmpty && last is not null && last.Fields.Equals(claimed) && last.ApiVersion == apiVersion;
        if (isSame)
            return new ApplyOutcome.Applied((JsonObject)live!.DeepClone(), false);
        ledger = ledger
            .ChangeOthers(identity, fields => fields.Difference(changes.Written).DifferenceWithBranches(changes.Removed))
            .With(new ManagedEntry(manager, ManagedOperation.Apply, subresource ?? "", apiVersion, TimeOf(live, changes, last, now), claimed));
        ledger.WriteTo(merged);
        return new ApplyOutcome.Applied(merged, true);
    }

    /// <summary>The real server stamps the entry only when the object itself changes, so that one who merely joins the owners has no time.</summary>
    private static string? TimeOf(JsonObject? live, FieldChanges changes, ManagedEntry? last, DateTimeOffset now) =>
        live is not null && changes.IsEmpty ? last?.Time : Timestamp.Of(now);

    private static string? Refuse(JsonObject applied, SchemaNode root)
    {
        var apiVersion = JsonFacts.Text(applied["apiVersion"]);
        var kind = JsonFacts.Text(applied["kind"]);
        if (string.IsNullOrEmpty(apiVersion) || string.IsNullOrEmpty(kind))
            return $"invalid object type: {(string.IsNullOrEmpty(apiVersion) ? "/" : apiVersion)}, Kind={kind}";
        if ((applied["metadata"] as JsonObject)?["managedFields"] is not null)
            return "metadata.managedFields must be nil";
        return AppliedShape.Complain(applied, root);
    }

    // An object whose owners were never recorded, or were forgotten, is taken to belong to one earlier updater.
    private static ManagedLedger LedgerOf(JsonObject? live, string? subresource, StructuralSchema? schema, DateTimeOffset now)
    {
        if (live is null)
            return ManagedLedger.Empty;
        if (ManagedLedger.Read(live) is { IsEmpty: false } ledger)
            return ledger;
        var all = FieldComparison.Between(null, live, subresource, schema).Added;
        return ManagedLedger.Empty.With(
            new ManagedEntry("before-first-apply", ManagedOperation.Update, "", JsonFacts.Text(live["apiVersion"]) ?? "", Timestamp.Of(now), all));
    }

    private static ImmutableArray<ApplyConflict> ConflictsWith(ManagedLedger ledger, ManagedIdentity identity, FieldSet written) =>
    [
        .. ledger.Entries.Where(entry => entry.Identity != identity).OrderBy(entry => entry.Describe(), StringComparer.Ordinal).SelectMany(entry =>
            entry.Fields.Intersection(written).Paths().Select(path => new ApplyConflict(entry.Manager, path, $"conflict with {entry.Describe()}"))),
    ];

    private static void EnsureMetadata(JsonObject merged)
    {
        if (merged["metadata"] is not JsonObject)
            merged["metadata"] = new JsonObject();
    }
}
