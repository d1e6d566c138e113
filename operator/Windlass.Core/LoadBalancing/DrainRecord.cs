using System.ComponentModel;
using Windlass.Core.Identities;

namespace Windlass.Core.LoadBalancing;

/// <summary>
/// One server of one instance that an upgrade takes, or found taken, out of rotation. Written to <c>NodeUpgrade.status</c> before the
/// drain, because HAProxy keeps no owner: only what this record says was <see cref="AdminState.Ready"/> is ours to drain and to restore.
/// </summary>
/// <param name="Instance">The node the HAProxy instance runs on.</param>
/// <param name="Backend">Backend name.</param>
/// <param name="Server">Server name inside the backend.</param>
/// <param name="Before">The administrative state found before we touched anything.</param>
public sealed record DrainRecord(
    [property: Description("Node the HAProxy instance runs on.")] NodeName Instance,
    [property: Description("Backend name.")] string Backend,
    [property: Description("Server name inside the backend.")] string Server,
    [property: Description("Administrative state found before anything was touched; anything but Ready belongs to somebody else.")] AdminState Before)
{
    /// <summary>Somebody else had taken the server out before us: never touched, never restored.</summary>
    public bool IsForeign() => Before != AdminState.Ready;

    /// <summary>The server this record is about.</summary>
    public ServerRef ServerRef() => new(Backend, Server);
}
