namespace Windlass.Nodes.Transport;

/// <summary>What came of connecting.</summary>
internal abstract record MasterOutcome
{
    private MasterOutcome()
    {
    }

    /// <summary>Logged in.</summary>
    public sealed record Ready(SshMaster Master) : MasterOutcome;

    /// <summary>Not logged in; nothing is left behind.</summary>
    public sealed record Failed(NodeFailure Failure) : MasterOutcome;
}
