using System.Collections.Immutable;
using System.Text;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Sharding;

/// <summary>
/// How keys are spread over shards, and the names of the leases. Replicas of one version have one layout. Whoever changes anything here gives it a
/// higher <paramref name="Version"/>: replicas of a newer layout take nothing while one of an older layout lives, so that no key has two holders.
/// </summary>
/// <param name="Name">Prefix of every lease.</param>
/// <param name="LabelDomain">Prefix of the labels of leases.</param>
/// <param name="Version">At least 1; 0 is whoever holds the leader lease and is no replica of any layout.</param>
/// <param name="Count">Shards, at least 1.</param>
public sealed record ShardLayout(string Name, string LabelDomain, int Version, int Count)
{
    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    /// <summary>The shard of a key, from 0: the same on every machine and for ever.</summary>
    public int Of(ResourceKey key) => (int)(Hash($"{key.Namespace}/{key.Name}") % (uint)Count);

    /// <summary>The lease of a shard.</summary>
    public ResourceKey LeaseOf(int shard, string space) => new(space, $"{Name}-shard-{shard}");

    /// <summary>The lease by which a replica tells that it lives.</summary>
    public ResourceKey LeaseOf(string identity, string space) => new(space, MemberPrefix + Usable(identity));

    /// <summary>It is a replica's lease, by its name.</summary>
    public bool IsMember(ResourceKey lease) => lease.Name.StartsWith(MemberPrefix, StringComparison.Ordinal);

    /// <summary>It is one of ours, by its name: of a replica, a shard, or the leader's.</summary>
    public bool IsOurs(ResourceKey lease) => lease.Name.StartsWith(Name + "-", StringComparison.Ordinal);

    /// <summary>Where a replica begins to look for shards: replicas that look at once seldom want the same.</summary>
    internal int StartOf(string identity) => (int)(Hash(identity) % (uint)Count);

    internal ImmutableDictionary<string, string> LabelsOf(string role) => ImmutableDictionary<string, string>.Empty
        .Add(RoleLabel, role).Add(LayoutLabel, $"{Version}");

    internal string RoleLabel => $"{LabelDomain}/lease";

    internal string LayoutLabel => $"{LabelDomain}/layout";

    private string MemberPrefix => $"{Name}-replica-";

    /// <summary>A host name may have what the name of an object may not.</summary>
    private static string Usable(string identity) =>
        string.Concat(identity.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');

    private static uint Hash(string text) => Encoding.UTF8.GetBytes(text).Aggregate(FnvOffset, (hash, next) => (hash ^ next) * FnvPrime);
}
