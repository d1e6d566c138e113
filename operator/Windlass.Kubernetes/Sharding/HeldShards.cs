using System.Collections.Immutable;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Sharding;

/// <summary>Which shards are ours now, and who is at work in them. Thread-safe.</summary>
/// <param name="layout">Which key is in which shard.</param>
public sealed class HeldShards(ShardLayout layout)
{
    private readonly Lock gate = new();
    private int changes;
    private ImmutableDictionary<int, Holding> holdings = ImmutableDictionary<int, Holding>.Empty;

    /// <summary>How many are ours.</summary>
    public int Count => Volatile.Read(ref holdings).Count;

    /// <summary>Another number after every shard that came or went.</summary>
    public int Changes => Volatile.Read(ref changes);

    /// <summary>The key is in one of them.</summary>
    public bool Has(ResourceKey key) => Volatile.Read(ref holdings).ContainsKey(layout.Of(key));

    /// <summary>Begins work on a key; null: it is not ours. The shard is not given away before the stay is disposed.</summary>
    public ShardStay? Enter(ResourceKey key)
    {
        lock (gate)
        {
            return holdings.GetValueOrDefault(layout.Of(key))?.Enter();
        }
    }

    internal IReadOnlySet<int> Shards => Volatile.Read(ref holdings).Keys.ToHashSet();

    internal long? TokenOf(int shard) => Volatile.Read(ref holdings).GetValueOrDefault(shard)?.Token;

    internal void Gain(int shard, long token, CancellationToken office)
    {
        lock (gate)
        {
            holdings = holdings.Add(shard, new Holding(token, office));
            changes++;
        }
    }

    /// <summary>No further stay begins; those that are open are asked to end, and waited for.</summary>
    internal Task LeaveAsync(int shard)
    {
        Holding? left;
        lock (gate)
        {
            left = holdings.GetValueOrDefault(shard);
            holdings = holdings.Remove(shard);
            changes++;
        }

        return left?.CloseAsync() ?? Task.CompletedTask;
    }
}
