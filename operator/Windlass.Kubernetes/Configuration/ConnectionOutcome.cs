namespace Windlass.Kubernetes.Configuration;

/// <summary>What reading a connection gave. Closed: every case is nested here.</summary>
public abstract record ConnectionOutcome
{
    private ConnectionOutcome()
    {
    }

    /// <summary>A usable connection.</summary>
    public sealed record Loaded(ClusterConnection Connection) : ConnectionOutcome;

    /// <summary>Not usable; the message names the file and what to do about it.</summary>
    public sealed record Invalid(string Message) : ConnectionOutcome;
}
