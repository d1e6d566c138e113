namespace Windlass.ControlPlane.Storage;

/// <summary>
/// One revision: what one object was before and is after. Exactly one of creation (no Before), update (both) and deletion (no After).
/// </summary>
/// <param name="Last">For a deletion, the final state stamped with the revision of the deletion; otherwise the same as After.</param>
internal sealed record Change(long Revision, ObjectKey Key, StoredObject? Before, StoredObject? After, StoredObject Last, DateTimeOffset At);
