using Windlass.Core.Api.Gates;
using Windlass.Core.Observation;

namespace Windlass.Core.Planning.Gates;

/// <summary>What a gate asks a node.</summary>
public static class GateQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The question.</summary>
    /// <param name="gate">The gate.</param>
    /// <returns>Null: it is no kind of gate that is known here.</returns>
    public static Inquiry? Of(HealthGate gate) => gate switch
    {
        { HttpProbe: { } probe } => new Inquiry.Fetch(probe.Url),
        { Command: { Argv.IsEmpty: false } command } => new Inquiry.Command(command.Argv, TimeSpan.FromSeconds(command.TimeoutSeconds)),
        { RabbitmqBacklog: { } backlog } => new Inquiry.Command(
            ["rabbitmqctl", "-q", "-t", "15", "list_queues", "-p", backlog.Vhost, "--formatter", "json", "name", "messages"], Patience),
        { Galera: not null } => new Inquiry.Command(["mariadb", "-NBe", "show status like 'wsrep_%'"], Patience),
        _ => null,
    };
}
