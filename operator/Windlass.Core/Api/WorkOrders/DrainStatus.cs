using System.ComponentModel;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>A server that we took out of rotation on one HAProxy.</summary>
public sealed record DrainStatus
{
    /// <summary>Node of the HAProxy.</summary>
    [Description("ClusterNode whose HAProxy it is.")]
    public required string Instance { get; init; }

    /// <summary>Backend.</summary>
    [Description("Backend.")]
    public required string Backend { get; init; }

    /// <summary>Server.</summary>
    [Description("Server in the backend.")]
    public required string Server { get; init; }

    /// <summary>State we found.</summary>
    [Description("Administrative state we found. Anything but Ready is somebody else's and stays as it was.")]
    public required AdminState Before { get; init; }
}
