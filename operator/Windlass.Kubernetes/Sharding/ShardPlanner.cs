using System.Collections.Immutable;
using System.Globalization;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Sharding;

/// <summary>
/// Decides for one replica, from what it sees, with no word to the others: each wants an equal share of those that live. Whoever is slower than
/// another finds the version changed when it writes.
/// </summary>
internal sealed class ShardPlanner(ShardLayout layout, ShardOptions options)
{
    /// <summary>Role of a replica that stops: it takes nothing any more, and what it still holds is its own until it gives it back.</summary>
    public const string Leaving = "leaving";

    /// <param name="seen">Every lease of the namespace.</param>
    /// <param name="held">Shards that we hold.</param>
    /// <param name="leaving">Shards that we are about to give back.</param>
    public ShardMoves Decide(ImmutableDictionary<ResourceKey, LeaseSight> seen, IReadOnlySet<int> held, IReadOnlySet<int> leaving)
    {
        var members = seen.Values.Where(sight => layout.IsMember(sight.Key)).ToImmutableArray();
        ImmutableArray<LeaseSight> dead = [.. members.Where(member => IsOther(member) && member.IsHeld && member.IsExpired(options.Duration))];
        ImmutableArray<LeaseSight> live = [.. members.Where(member => IsOther(member) && member.IsHeld && !member.IsExpired(options.Duration))];
        var peers = live.Where(member => LayoutOf(member) == layout.Version && !IsLeaving(member)).ToImmutableArray();
        var order = Enumerable.Range(0, layout.Count).Select(step => (layout.StartOf(options.Identity) + step) % layout.Count).ToImmutableArray();
        var wanted = Share(peers.Length) - held.Count;
        var spare = held.Count - Share(peers.Count(peer => peer.Known >= options.Settle));
        return new ShardMoves(
            dead,
            IsFirst(peers) ? [.. members.Where(member => IsForgotten(member, seen))] : [],
            IsBehind(live, seen) ? [] : [.. order.Where(shard => !held.Contains(shard) && !leaving.Contains(shard) && IsFree(shard, seen)).Take(Math.Max(0, wanted))],
            [.. order.Reverse().Where(held.Contains).Take(Math.Max(0, spare))]);
    }

    private int Share(int others) => (layout.Count + others) / (others + 1);

    private bool IsOther(LeaseSight member) => member.Holder != options.Identity;

    private bool IsLeaving(LeaseSight member) => member.Lease.Metadata.Labels?.GetValueOrDefault(layout.RoleLabel) == Leaving;

    private bool IsFirst(ImmutableArray<LeaseSight> peers) => peers.All(peer => string.CompareOrdinal(options.Identity, peer.Holder) < 0);

    /// <summary>An older layout is at work: its shards are not ours, and a node must not have two holders.</summary>
    private bool IsBehind(ImmutableArray<LeaseSight> live, ImmutableDictionary<ResourceKey, LeaseSight> seen) =>
        live.Any(member => LayoutOf(member) < layout.Version)
        || (seen.TryGetValue(new ResourceKey(options.Namespace, options.LeaderLease), out var leader)
            && leader.IsHeld && IsOther(leader) && !leader.IsExpired(options.Duration) && !seen.ContainsKey(MemberOf(leader.Holder)));

    private bool IsFree(int shard, ImmutableDictionary<ResourceKey, LeaseSight> seen)
    {
        if (!seen.TryGetValue(layout.LeaseOf(shard, options.Namespace), out var lease) || !lease.IsHeld || !IsOther(lease))
        {
            return true;
        }

        // A replica whose lease somebody deleted may not know yet: by then it does.
        return seen.TryGetValue(MemberOf(lease.Holder), out var member) ? !member.IsHeld : lease.Unchanged > options.Duration;
    }

    /// <summary>Nobody holds it, and no lease names whose it was: until then it tells that its replica is dead.</summary>
    private bool IsForgotten(LeaseSight member, ImmutableDictionary<ResourceKey, LeaseSight> seen) =>
        !member.IsHeld && member.Unchanged > options.Duration
        && !seen.Values.Any(lease => lease.IsHeld && !layout.IsMember(lease.Key) && layout.IsOurs(lease.Key) && MemberOf(lease.Holder) == member.Key);

    private ResourceKey MemberOf(string identity) => layout.LeaseOf(identity, options.Namespace);

    private int LayoutOf(LeaseSight member) =>
        member.Lease.Metadata.Labels?.GetValueOrDefault(layout.LayoutLabel) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : layout.Version;
}
