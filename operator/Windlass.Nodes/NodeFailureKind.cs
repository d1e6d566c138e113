namespace Windlass.Nodes;

/// <summary>Classes of failure between operator and node.</summary>
public enum NodeFailureKind
{
    /// <summary>Nothing answered within the time to connect.</summary>
    ConnectTimeout,

    /// <summary>The host is up, but nobody listens.</summary>
    ConnectionRefused,

    /// <summary>No host key is pinned for the node, and trust on first use was not asked for.</summary>
    NoHostKey,

    /// <summary>The host shows another key than the pinned ones.</summary>
    HostKeyMismatch,

    /// <summary>The host does not accept our key.</summary>
    AuthenticationFailed,

    /// <summary>The account may not become root without a password.</summary>
    SudoDenied,

    /// <summary>The account may only run the node's wrapper, and there is none.</summary>
    WrapperMissing,

    /// <summary>The node's wrapper is of another release of windlass, with other scripts.</summary>
    WrapperOfOtherRelease,

    /// <summary>The node's wrapper does not allow it.</summary>
    OrderRefused,

    /// <summary>The connection ended in the middle of an exchange.</summary>
    ConnectionLost,

    /// <summary>The exchange took longer than its deadline.</summary>
    TimedOut,

    /// <summary>An answer came, but not the one of our script.</summary>
    Garbled,

    /// <summary>No way to the host: name, route, or an address that is not usable.</summary>
    Unreachable,
}
