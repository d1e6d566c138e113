using System.Collections.Immutable;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Sharding;

/// <summary>
/// Since when each lease has been as it is. One for each time that we hold our own lease: what was seen before, cut off from the server, proves
/// nobody's death.
/// </summary>
internal sealed class LeaseSightings(TimeProvider time)
{
    private readonly Dictionary<ResourceKey, Sighting> seen = [];

    public ImmutableDictionary<ResourceKey, LeaseSight> Look(IEnumerable<Lease> leases)
    {
        var (now, sights) = (time.GetTimestamp(), ImmutableDictionary.CreateBuilder<ResourceKey, LeaseSight>());
        foreach (var lease in leases)
        {
            var key = ResourceKey.Of(lease);
            var sighting = Next(seen.GetValueOrDefault(key), lease, now);
            seen[key] = sighting;
            sights[key] = new LeaseSight(lease, time.GetElapsedTime(sighting.ChangedAt, now), time.GetElapsedTime(sighting.HeldSince, now));
        }

        foreach (var gone in seen.Keys.Where(key => !sights.ContainsKey(key)).ToArray())
        {
            seen.Remove(gone);
        }

        return sights.ToImmutable();
    }

    private static Sighting Next(Sighting? before, Lease lease, long now)
    {
        var (version, holder) = ($"{lease.Metadata.Uid} {lease.Metadata.ResourceVersion}", $"{lease.Spec.HolderIdentity} {lease.Spec.LeaseTransitions}");
        return new Sighting(
            version, holder, before?.Version == version ? before.ChangedAt : now, before?.Holder == holder ? before.HeldSince : now);
    }

    private sealed record Sighting(string Version, string Holder, long ChangedAt, long HeldSince);
}
