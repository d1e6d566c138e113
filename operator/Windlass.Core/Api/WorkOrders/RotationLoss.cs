namespace Windlass.Core.Api.WorkOrders;

/// <summary>Why a server gets no new requests from one HAProxy.</summary>
public enum RotationLoss
{
    /// <summary>Drained: somebody wants no new sessions there.</summary>
    Drained,

    /// <summary>In maintenance: neither requests nor checks.</summary>
    InMaintenance,

    /// <summary>Nobody took it out, but its checks fail, or HAProxy calls its state by a word that we do not know.</summary>
    Down,

    /// <summary>The HAProxy has no such backend, or no server for the node in it.</summary>
    Missing,

    /// <summary>The HAProxy could not be read: what it does is unknown.</summary>
    Unreadable,
}
