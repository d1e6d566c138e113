using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Gates;

/// <summary>Something about the cloud that must be well for satellites to begin. It is read, on one node, while nodes wait for it.</summary>
public sealed record HealthGate
{
    /// <summary>CEL: a gate is one kind of gate.</summary>
    internal const string OneKind =
        "self.all(gate, (has(gate.rabbitmqBacklog) ? 1 : 0) + (has(gate.galera) ? 1 : 0) + (has(gate.httpProbe) ? 1 : 0) + (has(gate.command) ? 1 : 0) == 1)";

    /// <summary>What a person reads who broke <see cref="OneKind"/>.</summary>
    internal const string OneKindMessage = "each gate has exactly one of rabbitmqBacklog, galera, httpProbe and command";

    /// <summary>Name of the gate.</summary>
    [Description("Name of the gate. A gate of a ClusterUpgrade takes the place of the release's gate of that name.")]
    [Length(1, 60), Pattern(PatternAttribute.ObjectName)]
    public required string Name { get; init; }

    /// <summary>Where it is read.</summary>
    [Description("Roles of the nodes that it is read on: the first of them that any node of the namespace has. One node is asked, and the next one when that does not answer; the nodes need not take part in the upgrade.")]
    [Items(10, Minimum = 1), Pattern(PatternAttribute.ObjectName)]
    public required ImmutableArray<string> OnRoles { get; init => field = value.OrEmpty(); }

    /// <summary>Who waits for it.</summary>
    [Description("Roles whose satellites wait for it where strategy.satellites names no gate for them.")]
    [Items(20, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> Satellites { get; init => field = value.OrEmpty(); } = [];

    /// <summary>The message bus keeps up.</summary>
    [Description("Messages that wait in RabbitMQ's queues, as rabbitmqctl on the node tells them.")]
    public RabbitmqBacklogGate? RabbitmqBacklog { get; init; }

    /// <summary>The database cluster is whole.</summary>
    [Description("State of a Galera cluster, as the node's own member tells it to its root account over the local socket.")]
    public GaleraGate? Galera { get; init; }

    /// <summary>Something answers over HTTP.</summary>
    [Description("An answer over HTTP, asked for from the node.")]
    public HttpProbeGate? HttpProbe { get; init; }

    /// <summary>A command says so.</summary>
    [Description("A command on the node: exit code 0 opens the gate.")]
    public CommandGate? Command { get; init; }

    /// <summary>Time between two readings.</summary>
    [Description("Seconds between two readings, which are made only while a node waits to begin. After it was shut, each reading that finds it open lets one node more of a role be in flight; default 15.")]
    [Between(1, 3600)]
    public int IntervalSeconds { get; init => field = value == 0 ? 15 : value; } = 15;

    /// <summary>Longest time that it may hold.</summary>
    [Description("Seconds that it may hold nodes before the upgrade says that it needs a person (Stalled, HealthGateFailed); it is read on, and opens by itself. Default 1800.")]
    [Between(10, 604800)]
    public int HoldLimitSeconds { get; init => field = value == 0 ? 1800 : value; } = 1800;
}
