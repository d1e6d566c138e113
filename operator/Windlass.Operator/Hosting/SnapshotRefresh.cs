using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Sharding;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Hosting;

/// <summary>
/// Keeps the state gauges up to date: upgrades while this replica leads, nodes while they are in its shards, so that no two replicas report the same. Drawn
/// anew at most once a second, and only when something has changed.
/// </summary>
internal sealed class SnapshotRefresh(ClusterStores stores, HeldShards shards, Monitoring monitoring, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private HashSet<ResourceKey> _shown = [];
    private MeasuredLoop? _leading;
    private MeasuredLoop? _working;
    private int _changes = 1;
    private int _shardChanges;

    /// <summary>Registers with the stores, before they run.</summary>
    public void Register()
    {
        stores.Upgrades.OnChanged(_ => Changed());
        stores.Nodes.OnChanged(_ => Changed());
        stores.WorkOrders.OnChanged(_ => Changed());
        stores.Releases.OnChanged(_ => Changed());
    }

    /// <summary>This replica leads from now on.</summary>
    /// <param name="loop">Asked on every turn whether it has work.</param>
    public void Leads(MeasuredLoop loop) => Set(ref _leading, loop);

    /// <summary>It leads no more, and shows at once no upgrade any more.</summary>
    public void LeadsNoMore() => Set(ref _leading, null);

    /// <summary>It has shards from now on.</summary>
    /// <param name="loop">Asked on every turn whether it has work.</param>
    public void Works(MeasuredLoop loop) => Set(ref _working, loop);

    /// <summary>It has none any more, and shows at once no node any more.</summary>
    public void WorksNoMore() => Set(ref _working, null);

    /// <summary>Shows state until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
            {
                Turn();
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end of the process.
        }
    }

    private void Changed() => Volatile.Write(ref _changes, 1);

    private void Set(ref MeasuredLoop? loop, MeasuredLoop? now)
    {
        lock (_gate)
        {
            loop = now;
            Changed();
            Refresh();
        }
    }

    private void Turn()
    {
        lock (_gate)
        {
            _leading?.Beat();
            _working?.Beat();
            Refresh();
        }
    }

    private void Refresh()
    {
        var shardChanges = shards.Changes;
        if (Interlocked.Exchange(ref _changes, 0) == 0 && shardChanges == _shardChanges)
        {
            return;
        }

        _shardChanges = shardChanges;

        var upgrades = stores.Upgrades.Current;
        monitoring.Metrics.Show(UpgradePicture.Of(
            upgrades.All, stores.WorkOrders.Current.All, stores.Nodes.Current.All, stores.Releases.Current.All, new PictureFrame(_leading is not null, shards.Count, shards.Has)));
        foreach (var gone in _shown.Where(key => !upgrades.TryGet(key, out _)))
        {
            // Counters of a deleted upgrade would stay for ever.
            monitoring.Listener.Forget(new Dictionary<string, string> { ["upgrade_namespace"] = gone.Namespace, ["upgrade"] = gone.Name });
        }

        _shown = [.. upgrades.Objects.Keys];
    }
}
