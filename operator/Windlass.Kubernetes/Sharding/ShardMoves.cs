using System.Collections.Immutable;

namespace Windlass.Kubernetes.Sharding;

/// <summary>What a replica is to do now.</summary>
/// <param name="Bury">Leases of replicas that are dead: each is emptied over the version that was seen, so that one that lives after all keeps it or knows.</param>
/// <param name="Sweep">Emptied leases of replicas that nothing refers to any more.</param>
/// <param name="Take">Shards to take.</param>
/// <param name="Give">Shards to give to others.</param>
internal sealed record ShardMoves(ImmutableArray<LeaseSight> Bury, ImmutableArray<LeaseSight> Sweep, ImmutableArray<int> Take, ImmutableArray<int> Give);
