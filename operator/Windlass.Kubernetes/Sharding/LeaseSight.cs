using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Sharding;

/// <summary>A lease as it was seen, with times by our own monotonic clock: those in the object are by the clocks of others.</summary>
/// <param name="Lease">As stored.</param>
/// <param name="Unchanged">How long it has been seen unchanged.</param>
/// <param name="Known">How long it has been seen with this holder.</param>
internal sealed record LeaseSight(Lease Lease, TimeSpan Unchanged, TimeSpan Known)
{
    public ResourceKey Key => ResourceKey.Of(Lease);

    /// <summary>Empty: nobody.</summary>
    public string Holder => Lease.Spec.HolderIdentity ?? "";

    public bool IsHeld => Holder.Length > 0;

    /// <summary>Not renewed for its own duration.</summary>
    public bool IsExpired(TimeSpan usual) =>
        Unchanged > (Lease.Spec.LeaseDurationSeconds is > 0 and int seconds ? TimeSpan.FromSeconds(seconds) : usual);
}
