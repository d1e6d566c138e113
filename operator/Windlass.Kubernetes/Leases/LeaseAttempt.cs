using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Leases;

/// <summary>What one try to get or renew the lease gave. Closed: every case is nested here.</summary>
internal abstract record LeaseAttempt
{
    private LeaseAttempt()
    {
    }

    /// <summary>We hold it; this is its stored form.</summary>
    public sealed record Held(Lease Lease) : LeaseAttempt;

    /// <summary>Somebody else does, or nobody any more.</summary>
    public sealed record Taken(string Reason) : LeaseAttempt;

    /// <summary>Not known: the server could not be asked.</summary>
    public sealed record Unknown(string Reason) : LeaseAttempt;
}
