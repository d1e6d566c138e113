namespace Windlass.Nodes;

/// <summary>What came of asking for a socket of the node.</summary>
public abstract record ForwardOutcome
{
    private ForwardOutcome()
    {
    }

    /// <summary>Connecting to the local socket reaches the remote one.</summary>
    /// <param name="LocalPath">Socket on this machine; gone when the connection to the node ends.</param>
    public sealed record Forwarded(string LocalPath) : ForwardOutcome;

    /// <summary>There is no way to the socket now.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(NodeFailure Failure) : ForwardOutcome;
}
