namespace Windlass.Kubernetes.Http;

/// <summary>What asking for a connection pool gave. Closed: every case is nested here.</summary>
internal abstract record TransportOutcome
{
    private TransportOutcome()
    {
    }

    public sealed record Ready(TransportUse Use) : TransportOutcome;

    public sealed record Unusable(string Message) : TransportOutcome;
}
