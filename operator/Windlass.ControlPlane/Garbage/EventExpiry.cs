using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Garbage;

/// <summary>Forgets events that have not been seen for a while: they report, they are no record.</summary>
internal sealed class EventExpiry(ObjectStore store, ResourceCatalogue catalogue, TimeSpan life, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await ExpireAsync().ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    /// <returns>How many events were forgotten.</returns>
    public async Task<int> ExpireAsync()
    {
        var horizon = time.GetUtcNow() - life;
        var old = store.Current.In(catalogue.Events.Collection).Values.Where(stored => EventForms.LastSeen(stored.ToTree()) < horizon).ToArray();
        if (old.Length == 0)
            return 0;
        return await store.WriteAsync(transaction => Forget(transaction, old)).ConfigureAwait(false);
    }

    private static int Forget(Transaction transaction, StoredObject[] old)
    {
        var forgotten = 0;
        foreach (var stored in old)
        {
            // A newer revision has been seen again since.
            if (transaction.State.Find(stored.Key) is not { } live || live.Revision != stored.Revision)
                continue;
            transaction.Remove(live);
            forgotten++;
        }

        return forgotten;
    }
}
