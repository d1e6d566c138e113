using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Nodes of an upgrade by what they are doing; each node counts once but for <see cref="Total"/> and <see cref="Drifted"/>.</summary>
public sealed record NodeCounts
{
    /// <summary>All that are selected.</summary>
    [Description("Nodes selected.")]
    public int Total { get; init; }

    /// <summary>No work given yet, or waiting for its turn.</summary>
    [Description("Nodes that wait for their turn.")]
    public int Pending { get; init; }

    /// <summary>In work.</summary>
    [Description("Nodes in work.")]
    public int Updating { get; init; }

    /// <summary>At the target.</summary>
    [Description("Nodes at the target.")]
    public int Updated { get; init; }

    /// <summary>Stalled.</summary>
    [Description("Nodes that are stalled.")]
    public int Failed { get; init; }

    /// <summary>Suspended by their owner.</summary>
    [Description("Nodes left alone because they are suspended.")]
    public int Skipped { get; init; }

    /// <summary>Not answering.</summary>
    [Description("Nodes that do not answer.")]
    public int Unreachable { get; init; }

    /// <summary>Changed since the end.</summary>
    [Description("Nodes at which, after the end, something is not as the upgrade left it: each counts besides.")]
    public int Drifted { get; init; }

    /// <summary>For the column.</summary>
    [Description("Nodes at the target out of all, for the column.")]
    public string? Summary { get; init; }
}
