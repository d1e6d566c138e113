using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Watching;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Resources;

/// <summary>Local copies of everything the reconcilers read, kept by list and watch.</summary>
internal sealed class ClusterStores(IClusterApi api, string? space, TimeProvider time, ILoggerFactory logs)
{
    public ResourceStore<ClusterUpgrade> Upgrades { get; } = Store(api, Kinds.Upgrades, space, time, logs);

    public ResourceStore<ClusterRelease> Releases { get; } = Store(api, Kinds.Releases, space, time, logs);

    public ResourceStore<ClusterNode> Nodes { get; } = Store(api, Kinds.Nodes, space, time, logs);

    public ResourceStore<NodeUpgrade> WorkOrders { get; } = Store(api, Kinds.WorkOrders, space, time, logs);

    public ResourceStore<UpgradePlan> Plans { get; } = Store(api, Kinds.Plans, space, time, logs);

    /// <summary>Every store has its first whole list.</summary>
    public Task Synced => Task.WhenAll(Upgrades.Synced, Releases.Synced, Nodes.Synced, WorkOrders.Synced, Plans.Synced);

    /// <summary>Follows the server until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        Upgrades.RunAsync(cancellation), Releases.RunAsync(cancellation), Nodes.RunAsync(cancellation), WorkOrders.RunAsync(cancellation),
        Plans.RunAsync(cancellation));

    /// <summary>Tells which copies are complete.</summary>
    public async Task ReportAsync(CacheReadiness caches, CancellationToken cancellation)
    {
        (string Name, Task Synced)[] stores =
        [
            (Kinds.Upgrades.Plural, Upgrades.Synced), (Kinds.Releases.Plural, Releases.Synced),
            (Kinds.Nodes.Plural, Nodes.Synced), (Kinds.WorkOrders.Plural, WorkOrders.Synced), (Kinds.Plans.Plural, Plans.Synced),
        ];
        foreach (var (name, _) in stores)
        {
            caches.Expect(name);
        }

        foreach (var (name, synced) in stores)
        {
            await synced.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (synced.IsCompletedSuccessfully)
            {
                caches.Synced(name);
            }
        }
    }

    private static ResourceStore<T> Store<T>(IClusterApi api, ResourceType<T> type, string? space, TimeProvider time, ILoggerFactory logs)
        where T : class, IResource =>
        new(api, type, new StoreOptions { Namespace = space }, time, logs.CreateLogger<ResourceStore<T>>());
}
