using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Leases;

/// <summary>The forms of the lease object that we write.</summary>
internal static class LeaseRecord
{
    // Tokens start at the seconds since then: when the lease object was deleted, or its whole control plane made anew, the next token is still higher
    // than those the receivers remember, and the field (32 bits) holds until 2088.
    private static readonly DateTimeOffset TokenEpoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Lease Taken(Lease? current, LeaseOptions options, DateTimeOffset now) => Taken(current, options, 0, now);

    /// <param name="current">As it is stored; null: there is none.</param>
    /// <param name="options">Who takes which.</param>
    /// <param name="floor">The highest token that is known of elsewhere: the new one is higher.</param>
    /// <param name="now">The time.</param>
    public static Lease Taken(Lease? current, LeaseOptions options, long floor, DateTimeOffset now) => new()
    {
        Metadata = Labelled(current?.Metadata ?? new ObjectMeta { Name = options.Key.Name, Namespace = options.Key.Namespace }, options.Labels),
        Spec = new LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.Duration.TotalSeconds,
            AcquireTime = now,
            RenewTime = now,
            LeaseTransitions = NextToken(Math.Max(floor, current?.Spec.LeaseTransitions ?? 0), now),
        },
    };

    public static Lease Renewed(Lease held, ImmutableDictionary<string, string>? labels, DateTimeOffset now) =>
        held with { Metadata = Labelled(held.Metadata, labels), Spec = held.Spec with { RenewTime = now } };

    public static Lease Released(Lease held, DateTimeOffset now) => held with
    {
        Spec = held.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now },
    };

    public static int NextToken(long known, DateTimeOffset now)
    {
        var clock = (long)(now - TokenEpoch).TotalSeconds;
        return (int)Math.Min(int.MaxValue, Math.Max(known + 1, clock));
    }

    private static ObjectMeta Labelled(ObjectMeta metadata, ImmutableDictionary<string, string>? labels) => labels is null
        ? metadata
        : metadata with { Labels = (metadata.Labels ?? ImmutableDictionary<string, string>.Empty).SetItems(labels) };
}
