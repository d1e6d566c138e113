using System.Net;
using Windlass.Operator.Page;

namespace Windlass.Operator.Hosting;

/// <summary>Settings of one operator process.</summary>
internal sealed record OperatorOptions
{
    /// <summary>Namespace to work in; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Namespace of the leases: the leader's, one of each replica, one of each shard.</summary>
    public required string LeaseNamespace { get; init; }

    /// <summary>Our name in the leases; null for one that is unique per process. A fixed one lets a restart take over at once where only one process can run.</summary>
    public string? Identity { get; init; }

    /// <summary>ssh_config of the site; null: none.</summary>
    public string? SshConfigFile { get; init; }

    /// <summary>Private folder for sockets and keys.</summary>
    public required string RuntimeDirectory { get; init; }

    /// <summary>Nodes in work at once.</summary>
    public int NodeWorkers { get; init; } = 64;

    /// <summary>How the page is served; null: not at all.</summary>
    public PageOptions? Page { get; init; }

    /// <summary>Where /metrics, /healthz and /readyz answer.</summary>
    public required IPEndPoint Monitoring { get; init; }
}
