using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>A write that is done in full and then forgotten.</summary>
internal static class DryRun
{
    public static WriteOutcome Of(Transaction transaction, Func<Transaction, WriteOutcome> operation)
    {
        var outcome = operation(new Transaction(transaction.State, transaction.Now));
        if (outcome is not WriteOutcome.Stored stored)
            return outcome;
        // The revision it was given does not exist: kubectl diff would show it as a change.
        var before = transaction.State.Find(stored.Object.Key)?.Revision;
        var unsaved = StoredObject.Unsaved(stored.Object, before);
        return stored with { Object = unsaved };
    }
}
