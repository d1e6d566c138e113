namespace Windlass.Core.LoadBalancing;

/// <summary>One server of one backend as one HAProxy instance sees it.</summary>
/// <param name="Backend">Backend name.</param>
/// <param name="Server">Server name inside the backend.</param>
/// <param name="Address">Address it forwards to; empty when the instance does not tell.</param>
/// <param name="Port">Port it forwards to; 0 when the instance does not tell.</param>
/// <param name="Admin">What administrators asked for.</param>
/// <param name="Health">What health checks say.</param>
/// <param name="IsBackup">Only used when no ordinary server is left.</param>
/// <param name="Sessions">Sessions in progress (<c>scur</c>).</param>
/// <param name="Queued">Requests waiting for this server (<c>qcur</c>).</param>
/// <param name="Status">HAProxy's own word, for people: <c>UP 1/3</c>, <c>DRAIN</c>, <c>MAINT (via b/s)</c>.</param>
public sealed record ServerState(
    string Backend,
    string Server,
    string Address,
    int Port,
    AdminState Admin,
    HealthState Health,
    bool IsBackup,
    long Sessions,
    long Queued,
    string Status)
{
    /// <summary>How HAProxy addresses this server.</summary>
    public ServerRef Ref => new(Backend, Server);

    /// <summary>Gets new requests and passes its checks completely (<c>UP</c>, not <c>UP 1/3</c>), or has no check.</summary>
    public bool IsInRotation => Admin == AdminState.Ready && (Health is HealthState.Up or HealthState.NoCheck);
}
