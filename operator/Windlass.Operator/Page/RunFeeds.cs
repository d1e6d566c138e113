using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Windlass.Core.Api.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Page;

/// <summary>The runs that somebody reads about. They are drawn anew when a reader asks, once for all of them, and when nobody does, not at all.</summary>
internal sealed class RunFeeds(ClusterStores stores, TimeProvider time)
{
    private readonly ConcurrentDictionary<ResourceKey, Watched> _feeds = new();

    /// <summary>Every upgrade of a namespace, the newest first.</summary>
    public PageRuns Runs(string space) => new(
        space,
        [
            .. Upgrades(space).OrderByDescending(upgrade => upgrade.Metadata.CreationTimestamp).ThenBy(upgrade => upgrade.Metadata.Name, StringComparer.Ordinal).Select(HistoryLine.Of),
        ]);

    /// <summary>A run as it is now.</summary>
    /// <param name="space">Namespace.</param>
    /// <param name="name">Name of the upgrade; null: the one at work, else the last one.</param>
    /// <param name="problem">Why there is none, and what to do.</param>
    public RunSight? Sight(string space, string? name, out string? problem) =>
        UpgradeChoice.Of(Upgrades(space), name, space, out problem) is { } upgrade
            ? RunSight.Of(upgrade, stores.WorkOrders.Current.All.Where(order => order.Metadata.Namespace == space), stores.Nodes.Current.All.Where(node => node.Metadata.Namespace == space), [], time.GetUtcNow())
            : null;

    /// <summary>The feed of a run, up to date.</summary>
    /// <param name="key">The upgrade.</param>
    /// <param name="feed">The feed.</param>
    /// <returns>False: there is no such upgrade any more.</returns>
    public bool TryGet(ResourceKey key, [NotNullWhen(true)] out RunFeed? feed)
    {
        feed = null;
        if (!stores.Upgrades.Current.TryGet(key, out _))
        {
            _feeds.TryRemove(key, out _);
            return false;
        }

        var watched = _feeds.GetOrAdd(key, _ => new Watched());
        lock (watched)
        {
            var marks = (stores.Upgrades.Current, stores.WorkOrders.Current, stores.Nodes.Current);

            // A pause lapses without a change of any object: now and then it is looked at all the same.
            if (!watched.Marks.Equals(marks) || time.GetUtcNow() - watched.Shown > TimeSpan.FromSeconds(15))
            {
                if (Sight(key.Namespace, key.Name, out _) is not { } sight)
                {
                    return false;
                }

                watched.Feed.Show(sight);
                (watched.Marks, watched.Shown) = (marks, sight.Now);
            }
        }

        feed = watched.Feed;
        return true;
    }

    /// <summary>Since when the operator does not hear from the API server; null: it does.</summary>
    public DateTimeOffset? BehindSince => new[] { stores.Upgrades.BehindSince, stores.WorkOrders.BehindSince, stores.Nodes.BehindSince }.Min();

    private IEnumerable<ClusterUpgrade> Upgrades(string space) => stores.Upgrades.Current.All.Where(upgrade => upgrade.Metadata.Namespace == space);

    private sealed class Watched
    {
        public RunFeed Feed { get; } = new();

        public (object? Upgrades, object? Orders, object? Nodes) Marks { get; set; }

        public DateTimeOffset Shown { get; set; }
    }
}
