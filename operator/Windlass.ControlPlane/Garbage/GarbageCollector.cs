using Microsoft.Extensions.Logging;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Garbage;

/// <summary>
/// The background worker that deletes what lost its owner, empties namespaces that were deleted, and lets go of what foreground and orphan deletions
/// hold.
/// Works from the state, not from events, so what was left half done before a restart is finished after it.
/// </summary>
internal sealed partial class GarbageCollector(ObjectStore store, ResourceCatalogue catalogue, ILogger logger)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var seen = store.Current.Revision;
        await SweepAsync().ConfigureAwait(false);
        while (!cancellation.IsCancellationRequested)
        {
            switch (store.Changes.ReadAfter(seen))
            {
                case ChangeLogReading.Nothing nothing:
                    await nothing.Moved.WaitAsync(cancellation).ConfigureAwait(false);
                    break;
                case ChangeLogReading.Changes changes:
                    seen = changes.Items[^1].Revision;
                    if (changes.Items.Any(MayLeaveGarbage))
                        await SweepAsync().ConfigureAwait(false);
                    break;
                case ChangeLogReading.Expired:
                    seen = store.Changes.Last;
                    await SweepAsync().ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Not every write of an owned object: its status may change every second, and a sweep looks at the whole store.</summary>
    private static bool MayLeaveGarbage(Change change) =>
        change.After is null || change.After.IsDeleting || !change.After.Owners.SequenceEqual(change.Before?.Owners ?? []);

    /// <summary>Rounds until nothing is left to do: what one round deletes, the next may find owner of something.</summary>
    private async Task SweepAsync()
    {
        while (true)
        {
            // Looked at here so that writers do not wait for nothing, and decided there so that nothing can change between plan and deed.
            if (GarbagePlanner.Plan(store.Current, catalogue).IsEmpty)
                return;
            var done = await store.WriteAsync(transaction =>
                GarbageRound.Run(transaction, catalogue, GarbagePlanner.Plan(transaction.State, catalogue))).ConfigureAwait(false);
            LogRound(logger, done);
            if (done == 0)
                return;
        }
    }
}
