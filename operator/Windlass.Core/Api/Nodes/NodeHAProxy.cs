using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Nodes;

/// <summary>The HAProxy that runs on a machine.</summary>
public sealed record NodeHAProxy
{
    /// <summary>Its runtime socket.</summary>
    [Description("Runtime socket with level admin; default /run/haproxy/admin.sock, as Debian configures it.")]
    [Length(1, 100), Pattern("^/[A-Za-z0-9._/-]+$")]
    public string Socket { get; init => field = value ?? "/run/haproxy/admin.sock"; } = "/run/haproxy/admin.sock";

    /// <summary>Name of this machine as a server.</summary>
    [Description("Name of this machine as a server in the backends; only needed where the address does not tell. Empty: the name of the ClusterNode.")]
    [Length(0, 253), Pattern("^[A-Za-z0-9_.:-]*$")]
    public string ServerName { get; init => field = value ?? ""; } = "";
}
