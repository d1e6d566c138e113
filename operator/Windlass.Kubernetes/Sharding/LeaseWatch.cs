using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Watching;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Sharding;

/// <summary>The leases of a namespace, followed: whoever waits for one need not poll. Thread-safe.</summary>
public sealed class LeaseWatch
{
    private readonly ResourceStore<Lease> store;
    private TaskCompletionSource changed = New();

    /// <param name="api">Where the leases are.</param>
    /// <param name="space">Their namespace.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public LeaseWatch(IClusterApi api, string space, TimeProvider time, ILogger<ResourceStore<Lease>> logger)
    {
        store = new ResourceStore<Lease>(api, Lease.Type, new StoreOptions { Namespace = space }, time, logger);
        store.OnChanged(_ => Interlocked.Exchange(ref changed, New()).TrySetResult());
    }

    /// <summary>Ends when the first whole list is in.</summary>
    public Task Synced => store.Synced;

    /// <summary>Follows the server until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => store.RunAsync(cancellation);

    /// <summary>Ends when the lease is another one than at the call, or with the token.</summary>
    public async Task ChangedAsync(ResourceKey lease, CancellationToken cancellation)
    {
        var before = VersionOf(lease);
        while (VersionOf(lease) == before)
        {
            await Next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    internal IEnumerable<Lease> Current => store.Current.All;

    /// <summary>Ends with the next change of any lease. Take it before you look.</summary>
    internal Task Next => Volatile.Read(ref changed).Task;

    internal Lease? Find(ResourceKey key) => store.Current.TryGet(key, out var lease) ? lease : null;

    private string? VersionOf(ResourceKey lease) => Find(lease)?.Metadata is { } metadata ? $"{metadata.Uid} {metadata.ResourceVersion}" : null;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
