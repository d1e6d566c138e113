using System.Collections.Immutable;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Effects;

/// <summary>What the load balancers will tell after servers were taken out or given back.</summary>
internal static class RotationEffect
{
    /// <param name="before">What they told.</param>
    /// <param name="records">Servers; those that others had taken out stay as they are.</param>
    /// <param name="state">Administrative state they are given.</param>
    public static ImmutableArray<ReadOutcome> Of(ImmutableArray<ReadOutcome> before, ImmutableArray<DrainRecord> records, AdminState state)
    {
        var ours = records.Where(record => !record.IsForeign()).Select(record => (record.Instance, record.ServerRef())).ToHashSet();
        return
        [
            .. before.Select(reading => reading is ReadOutcome.Read read
                ? new ReadOutcome.Read(read.Snapshot with
                {
                    Servers = [.. read.Snapshot.Servers.Select(server => ours.Contains((read.Instance, server.Ref)) ? Changed(server, state) : server)],
                })
                : reading),
        ];
    }

    /// <summary>Sessions end, and what comes back passes its checks.</summary>
    private static ServerState Changed(ServerState server, AdminState state) => server with
    {
        Admin = state,
        Sessions = 0,
        Queued = 0,
        Health = state == AdminState.Ready && server.Health != HealthState.NoCheck ? HealthState.Up : server.Health,
    };
}
