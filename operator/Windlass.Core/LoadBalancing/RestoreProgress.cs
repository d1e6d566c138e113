namespace Windlass.Core.LoadBalancing;

/// <summary>
/// What to do next to bring one server of one instance back, one transition at a time: maintenance → drain → checks pass → ready → UP.
/// Never straight from maintenance to ready: HAProxy then believes the server is up before its first check and sends it requests
/// (4 of 49 connections failed that way, none of 138 this way). Closed set.
/// </summary>
public abstract record RestoreProgress
{
    private RestoreProgress()
    {
    }

    /// <summary>Somebody else took this server out: leave it exactly so.</summary>
    /// <param name="Message">Who is respected, for people.</param>
    public sealed record LeaveAlone(string Message) : RestoreProgress;

    /// <summary>The instance could not be read, or does not have the server.</summary>
    /// <param name="Message">What is not known, for people.</param>
    public sealed record Unknown(string Message) : RestoreProgress;

    /// <summary>Set this state now.</summary>
    /// <param name="Server">The server.</param>
    /// <param name="State"><see cref="AdminState.Drain"/> (checks begin, no traffic) or <see cref="AdminState.Ready"/>.</param>
    public sealed record Set(ServerRef Server, AdminState State) : RestoreProgress;

    /// <summary>Drained and being checked, but not all checks have passed yet.</summary>
    /// <param name="Status">HAProxy's own word, for people.</param>
    public sealed record WaitForChecks(string Status) : RestoreProgress;

    /// <summary>Ready, but this instance does not call it UP yet.</summary>
    /// <param name="Status">HAProxy's own word, for people.</param>
    public sealed record WaitForUp(string Status) : RestoreProgress;

    /// <summary>In rotation on this instance.</summary>
    public sealed record Restored : RestoreProgress;

    /// <summary>
    /// Computes the next action. What others took out is left so; where they have given it back since, it must be seen up like
    /// everything else. Call it only when the node itself has proved healthy: for servers without checks that is the only proof.
    /// </summary>
    /// <param name="reading">The newest look at the instance the record names.</param>
    /// <param name="record">What was found before we drained.</param>
    public static RestoreProgress Of(ReadOutcome reading, DrainRecord record) => reading switch
    {
        ReadOutcome.Read read when read.Snapshot.Find(record.ServerRef()) is { } server && (server.Admin == AdminState.Ready || !record.IsForeign()) => Next(server),
        _ when record.IsForeign() =>
            new LeaveAlone($"{record.ServerRef()} on load balancer {record.Instance} was {record.Before} before the upgrade came: not ours to restore"),
        ReadOutcome.Read read => new Unknown($"load balancer {read.Instance} has no server {record.ServerRef()}"),
        ReadOutcome.Unreadable unreadable => new Unknown($"load balancer {unreadable.Instance} cannot be read: {unreadable.Message}"),
        _ => new Unknown($"load balancer {reading.Instance} gave no usable answer"),
    };

    private static RestoreProgress Next(ServerState server) => server.Admin switch
    {
        AdminState.Maintenance => new Set(server.Ref, AdminState.Drain),
        AdminState.Drain when server.Health is HealthState.Up or HealthState.NoCheck => new Set(server.Ref, AdminState.Ready),
        AdminState.Drain => new WaitForChecks(server.Status),
        AdminState.Ready when server.IsInRotation => new Restored(),
        _ => new WaitForUp(server.Status),
    };
}
