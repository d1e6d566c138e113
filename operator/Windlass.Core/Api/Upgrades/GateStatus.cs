using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>What a gate said last, and what an operator that begins anew must know to go on as slowly as the one before.</summary>
public sealed record GateStatus
{
    /// <summary>Name of the gate.</summary>
    [Description("Name of the gate.")]
    public required string Name { get; init; }

    /// <summary>Nodes may begin.</summary>
    [Description("Nodes that wait for it may begin.")]
    public bool Open { get; init; }

    /// <summary>Since when.</summary>
    [Description("Since when it has been so; missing while it is shut and no node waits for it, which is no time that it held anybody.")]
    public DateTimeOffset? Since { get; init; }

    /// <summary>For people.</summary>
    [Description("What was read, on which node, and the limit. Of an open gate: when this was last written.")]
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>When it was read.</summary>
    [Description("When it was read so. Readings that change nothing are not written.")]
    public DateTimeOffset? LastReadTime { get; init; }

    /// <summary>Roles that go slower for a while.</summary>
    [Description("Roles that are still narrower than their maxInFlight because the gate was shut.")]
    [Items(20, Keys = ["role"])]
    public ImmutableArray<GateWidth> Widths { get; init => field = value.OrEmpty(); } = [];
}
