using System.ComponentModel;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>A server of the node that one HAProxy did not have in rotation when it was last looked at, and that this upgrade does not hold.</summary>
public sealed record OutOfRotation
{
    /// <summary>Node of the HAProxy.</summary>
    [Description("ClusterNode whose HAProxy it is.")]
    public required string Instance { get; init; }

    /// <summary>Backend; empty: the HAProxy could not be read.</summary>
    [Description("Backend; empty where the HAProxy could not be read.")]
    public required string Backend { get; init; }

    /// <summary>Server; empty: there is none for the node, or the HAProxy could not be read.</summary>
    [Description("Server in the backend; empty where there is none for the node, or where the HAProxy could not be read.")]
    public required string Server { get; init; }

    /// <summary>Why.</summary>
    [Description("Drained, InMaintenance, Down, Missing, or Unreadable.")]
    public required RotationLoss State { get; init; }

    /// <summary>It was so already when the upgrade ended, and has been since.</summary>
    [Description("It was out already at the first look after the end of the upgrade, and was not seen in rotation since: left so, no drift. True of everything while the upgrade runs, and never of an HAProxy that cannot be read.")]
    public bool IsLeftSo { get; init; }
}
