using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Leases;

/// <summary>The forms of the lease object that we write.</summary>
internal static class LeaseRecord
{
    // Tokens start at the seconds since then: when the lease object was deleted, or its whole control plane made anew, the next token is still higher
    // than those the receivers remember, and the field (32 bits) holds until 2088.
    private static readonly DateTimeOffset TokenEpoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Lease Taken(Lease? current, LeaseOptions options, DateTimeOffset now) => new()
    {
        Metadata = current?.Metadata ?? new ObjectMeta { Name = options.Key.Name, Namespace = options.Key.Namespace },
        Spec = new LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.Duration.TotalSeconds,
            AcquireTime = now,
            RenewTime = now,
            LeaseTransitions = NextToken(current?.Spec.LeaseTransitions ?? 0, now),
        },
    };

    public static Lease Renewed(Lease held, DateTimeOffset now) => held with { Spec = held.Spec with { RenewTime = now } };

    public static Lease Released(Lease held, DateTimeOffset now) => held with
    {
        Spec = held.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now },
    };

    public static int NextToken(int known, DateTimeOffset now)
    {
        var clock = (long)(now - TokenEpoch).TotalSeconds;
        return (int)Math.Min(int.MaxValue, Math.Max(known + 1L, clock));
    }
}
