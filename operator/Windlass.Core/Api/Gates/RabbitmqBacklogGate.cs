using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Gates;

/// <summary>Open while few messages wait in the queues of a virtual host: agents that start anew flood the bus, and late ones look dead.</summary>
public sealed record RabbitmqBacklogGate
{
    /// <summary>Virtual host.</summary>
    [Description("Virtual host whose queues are counted; one without any queue keeps the gate shut, as one that does not exist looks the same. Default /.")]
    [Length(1, 255), Pattern("^[ -~]+$")]
    public string Vhost { get; init => field = value ?? "/"; } = "/";

    /// <summary>Most messages.</summary>
    [Description("Messages that may wait, ready and unacknowledged ones together; with more the gate is shut. Default 10000.")]
    [Between(0, 1000000000)]
    public int MaxMessages { get; init; } = 10000;

    /// <summary>Queues that do not count.</summary>
    [Description("Queues that do not count, by name; * stands for any characters. Notifications pile up where nobody reads them, and slow nothing down.")]
    [Items(50, IsSet = true), Pattern("^[ -~]+$")]
    public ImmutableArray<string> IgnoreQueues { get; init => field = value.OrEmpty(); } = [];
}
