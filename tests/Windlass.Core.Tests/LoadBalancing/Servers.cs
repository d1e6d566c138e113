using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Tests.LoadBalancing;

/// <summary>Builds what load balancers tell, in as few words as the tests need.</summary>
internal static class Servers
{
    internal static ServerState Server(
        string server,
        string backend = "api",
        AdminState admin = AdminState.Ready,
        HealthState health = HealthState.Up,
        string address = "",
        bool isBackup = false,
        long sessions = 0,
        long queued = 0,
        string status = "UP") =>
        new(backend, server, address, 80, admin, health, isBackup, sessions, queued, status);

    internal static ReadOutcome Seen(string instance, params ServerState[] servers) => new ReadOutcome.Read(Snapshot(instance, servers));

    internal static LoadBalancerSnapshot Snapshot(string instance, params ServerState[] servers) =>
        new(new NodeName(instance), 1, "2.6", [.. servers]);

    internal static ReadOutcome Unseen(string instance) => new ReadOutcome.Unreadable(new NodeName(instance), "connection refused");
}
