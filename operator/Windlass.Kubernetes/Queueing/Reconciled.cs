namespace Windlass.Kubernetes.Queueing;

/// <summary>How one pass over a key ended. Closed: every case is nested here.</summary>
public abstract record Reconciled
{
    private Reconciled()
    {
    }

    /// <summary>Nothing to do until something changes.</summary>
    public sealed record Done : Reconciled;

    /// <summary>Look again after a time, whatever happens.</summary>
    public sealed record RequeueAfter(TimeSpan Delay) : Reconciled;

    /// <summary>Try again with growing delays; the reason is logged.</summary>
    public sealed record Failed(string Reason) : Reconciled;
}
