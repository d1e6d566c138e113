using System.Collections.Immutable;
using System.Net;

namespace Windlass.ControlPlane;

/// <summary>How an embedded control plane is set up.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>Where the store and the keys live; made if missing, for its owner only. One process at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Default: 127.0.0.1 on a port the system chooses. Anything but loopback opens the control plane to the network.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>
    /// Where the user's kubeconfig is written; null for "kubeconfig" in the data directory. A file that windlass did not write is never replaced.
    /// </summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>
    /// CustomResourceDefinition manifests (YAML, any number of documents each): the kinds served beside the built-in ones. Default: none.
    /// </summary>
    public ImmutableArray<string> Definitions { get; init; } = [];

    /// <summary>The namespace of the kubeconfig's context; made if missing.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>DNS names and addresses, besides localhost, 127.0.0.1 and ::1, under which clients may dial the server. Default: none.</summary>
    public ImmutableArray<string> ServerNames { get; init; } = [];

    /// <summary>How long an event is kept after it was last seen. Default: one hour.</summary>
    public TimeSpan EventLife { get; init; } = TimeSpan.FromHours(1);
}
