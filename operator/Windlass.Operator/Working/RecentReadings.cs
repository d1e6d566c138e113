using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.LoadBalancing;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Working;

/// <summary>
/// Readings of HAProxies that nodes share when no upgrade goes on: each HAProxy is read once for all of them, however many serve behind it. Never for a
/// decision: what is decided by is read anew. Thread-safe.
/// </summary>
/// <param name="hosts">Nodes of a namespace that run an HAProxy.</param>
/// <param name="read">Reads the HAProxy of a node; does not throw but for its cancellation.</param>
/// <param name="time">The clock.</param>
/// <param name="office">Ends every reading. A pass that gives up, for example as its shard goes to another replica, only waits no longer.</param>
internal sealed class RecentReadings(
    Func<string, ImmutableArray<ClusterNode>> hosts, Func<ClusterNode, CancellationToken, Task<ReadOutcome>> read, TimeProvider time, CancellationToken office)
{
    /// <summary>Far less than the time between two looks of a node, so that none sees the same reading twice.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceKey, Reading> _readings = [];

    /// <summary>Of the pool.</summary>
    public RecentReadings(LoadBalancerPool pool, TimeProvider time, CancellationToken office)
        : this(pool.Hosts, pool.ReadAsync, time, office)
    {
    }

    /// <summary>Every HAProxy of a namespace, as it was at most <see cref="GoodFor"/> ago.</summary>
    public async Task<ImmutableArray<ReadOutcome>> AllAsync(string space, CancellationToken cancellation) =>
        [.. await Task.WhenAll(hosts(space).Select(OfAsync)).WaitAsync(cancellation).ConfigureAwait(false)];

    private Task<ReadOutcome> OfAsync(ClusterNode host)
    {
        var (key, now) = (ResourceKey.Of(host), time.GetUtcNow());
        lock (_lock)
        {
            if (_readings.TryGetValue(key, out var known) && known.IsGood(now))
            {
                return known.Outcome;
            }

            // Who comes while it goes on waits for the same: it is nobody's alone.
            var outcome = Task.Run(() => TwiceAsync(host), office);
            _readings[key] = new Reading(now, outcome);
            return outcome;
        }
    }

    /// <summary>The connection may just have been let go by the node's own pass: an HAProxy is not called unreadable for that.</summary>
    private async Task<ReadOutcome> TwiceAsync(ClusterNode host)
    {
        var first = await read(host, office).ConfigureAwait(false);
        return first is ReadOutcome.Read ? first : await read(host, office).ConfigureAwait(false);
    }

    private sealed record Reading(DateTimeOffset Begun, Task<ReadOutcome> Outcome)
    {
        public bool IsGood(DateTimeOffset now) => !Outcome.IsFaulted && !Outcome.IsCanceled && now - Begun is var age && age >= TimeSpan.Zero && age < GoodFor;
    }
}
