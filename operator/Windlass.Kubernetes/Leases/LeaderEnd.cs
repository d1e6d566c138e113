namespace Windlass.Kubernetes.Leases;

/// <summary>How a time in office ended. Closed: every case is nested here.</summary>
public abstract record LeaderEnd
{
    private LeaderEnd()
    {
    }

    /// <summary>Cleanly: the work had ended, and the lease was given back if we held it.</summary>
    public sealed record Stopped : LeaderEnd;

    /// <summary>Leadership was lost and the work has ended.</summary>
    public sealed record Lost(string Reason) : LeaderEnd;

    /// <summary>Leadership was lost and the work did not end in time: the process must exit now, another leader may be at work.</summary>
    public sealed record Abandoned(string Reason) : LeaderEnd;
}
