using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>What one kind of step took on the nodes of one role.</summary>
public sealed record StepTime
{
    /// <summary>Role of the nodes.</summary>
    [Description("First role of the nodes; empty: they have none.")]
    public required string Role { get; init => field = value ?? ""; }

    /// <summary>Kind and component.</summary>
    [Description("Kind of step, and component where it is of one: Install nova.")]
    public required string Step { get; init; }

    /// <summary>Nodes.</summary>
    [Description("Nodes that took such a step.")]
    public int Count { get; init; }

    /// <summary>Middle of them.</summary>
    [Description("Milliseconds that it took on the median node.")]
    public long MedianMilliseconds { get; init; }

    /// <summary>Longest.</summary>
    [Description("Milliseconds that it took on the slowest node.")]
    public long LongestMilliseconds { get; init; }
}
