using Windlass.Kubernetes.Api;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Hosting;

/// <summary>Keeps the state gauges up to date while this replica leads: drawn anew at most once a second, and only when something has changed.</summary>
internal sealed class SnapshotRefresh(ClusterStores stores, Monitoring monitoring, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private HashSet<ResourceKey> _shown = [];
    private int _changes = 1;

    /// <summary>Registers with the stores, before they run.</summary>
    public void Register()
    {
        stores.Upgrades.OnChanged(_ => Changed());
        stores.Nodes.OnChanged(_ => Changed());
        stores.WorkOrders.OnChanged(_ => Changed());
        stores.Releases.OnChanged(_ => Changed());
    }

    /// <summary>Shows state until cancelled, and nothing afterwards: two replicas must not report the same nodes.</summary>
    /// <param name="loops">Asked on every turn whether they have work.</param>
    /// <param name="cancellation">Leadership ends.</param>
    public async Task RunAsync(IReadOnlyList<MeasuredLoop> loops, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Beat, time);
        Changed();
        try
        {
            do
            {
                foreach (var loop in loops)
                {
                    loop.Beat();
                }

                Refresh();
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end of leadership.
        }
        finally
        {
            monitoring.Metrics.Show(MetricsSnapshot.Empty);
        }
    }

    private void Changed() => Volatile.Write(ref _changes, 1);

    private void Refresh()
    {
        if (Interlocked.Exchange(ref _changes, 0) == 0)
        {
            return;
        }

        var upgrades = stores.Upgrades.Current;
        monitoring.Metrics.Show(UpgradePicture.Of(upgrades.All, stores.WorkOrders.Current.All, stores.Nodes.Current.All, stores.Releases.Current.All));
        foreach (var gone in _shown.Where(key => !upgrades.TryGet(key, out _)))
        {
            // Counters of a deleted upgrade would stay for ever.
            monitoring.Listener.Forget(new Dictionary<string, string> { ["upgrade_namespace"] = gone.Namespace, ["upgrade"] = gone.Name });
        }

        _shown = [.. upgrades.Objects.Keys];
    }
}
