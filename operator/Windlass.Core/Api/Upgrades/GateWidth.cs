using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>How many nodes of a role may be in flight while it recovers from a gate that was shut.</summary>
public sealed record GateWidth
{
    /// <summary>Name of the role.</summary>
    [Description("Name of the role.")]
    public required string Role { get; init; }

    /// <summary>Nodes.</summary>
    [Description("Nodes that may be in flight when the gate is open: half of what it was when it shut, one more with each reading that finds it open.")]
    public int MaxInFlight { get; init; }
}
