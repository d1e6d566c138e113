namespace Windlass.Kubernetes.Api;

/// <summary>How far a failed request got.</summary>
public enum ServerReach
{
    /// <summary>The server answered.</summary>
    Answered,

    /// <summary>No connection: the request was certainly not executed.</summary>
    NotReached,

    /// <summary>Sent, but no whole answer came: the request may have been executed.</summary>
    NoAnswer,
}
