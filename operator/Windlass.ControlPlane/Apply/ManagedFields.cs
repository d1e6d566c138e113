using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>Ownership after create, update and patch requests (everything that is not a server-side apply).</summary>
internal static class ManagedFields
{
    /// <summary>
    /// Writes <c>after.metadata.managedFields</c>, in place: what this request added or changed goes to its manager, what it removed leaves all
    /// managers.
    /// </summary>
    /// <param name="before">The stored object; null or empty on create.</param>
    /// <param name="after">The object about to be stored, already defaulted and pruned, with whatever managedFields the request put there:
    /// a readable list replaces the owners, <c>[{}]</c> forgets them all, and an empty or broken list leaves them as they were.</param>
    /// <param name="manager">The request's field manager, never empty.</param>
    /// <param name="subresource">Such as <c>status</c>; then the request's own managedFields are ignored.</param>
    /// <param name="schema">Null for built-in kinds.</param>
    /// <param name="now">Stamped on the manager's entry only when it took fields.</param>
    public static void TrackUpdate(
        JsonObject? before, JsonObject after, string manager, string? subresource, StructuralSchema? schema, DateTimeOffset now)
    {
        var ledger = LedgerOf(before, after, subresource);
        EmptyMetadata.Drop(after);
        var changes = FieldComparison.Between(before, after, subresource, schema);
        // Once forgotten, ownership is only taken up again by an apply (as "before-first-apply"); a plain update does not restart it.
        if (before is { Count: > 0 } && ledger.IsEmpty)
        {
            ledger.WriteTo(after);
            return;
        }
        var apiVersion = JsonFacts.Text(after["apiVersion"]) ?? "";
        var identity = new ManagedIdentity(manager, ManagedOperation.Update, subresource ?? "", apiVersion);
        var written = changes.Written;
        ledger = ledger.ChangeOthers(default, fields => fields.DifferenceWithBranches(changes.Removed));
        ledger = ledger.ChangeOthers(identity, fields => fields.Difference(written));
        if (!written.IsEmpty)
        {
            var owned = ledger.Find(identity)?.Fields ?? FieldSet.Empty;
            ledger = ledger.With(
                new ManagedEntry(manager, ManagedOperation.Update, subresource ?? "", apiVersion, Timestamp.Of(now), owned.Union(written)));
        }
        ledger.WriteTo(after);
    }

    private static ManagedLedger LedgerOf(JsonObject? before, JsonObject after, string? subresource)
    {
        if (string.IsNullOrEmpty(subresource))
        {
            if (ManagedLedger.IsReset(after))
                return ManagedLedger.Empty;
            if (ManagedLedger.Read(after) is { IsEmpty: false } requested)
                return requested;
        }
        return ManagedLedger.Read(before) ?? ManagedLedger.Empty;
    }
}
