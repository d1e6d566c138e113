using System.ComponentModel;

namespace Windlass.Core.Api.Releases;

/// <summary>How a component's database moves while old code still runs beside it.</summary>
public sealed record ComponentSchema
{
    /// <summary>Additive changes.</summary>
    [Description("Additive changes, run once on the first node with the new code, before any new process starts.")]
    public required ComponentCommand Expand { get; init; }

    /// <summary>Data follows.</summary>
    [Description("Moves data after expand; leave out where upstream has no such command.")]
    public ComponentCommand? Migrate { get; init; }

    /// <summary>Removes what only old code needed.</summary>
    [Description("Removes what only the old code needed; run after the last node of the control plane runs the new code.")]
    public ComponentCommand? Contract { get; init; }

    /// <summary>Rewrites rows in batches.</summary>
    [Description("Rewrites rows in batches while everything serves, after the last satellite. Exit 0: done; 1: progress, run again; 2: stuck.")]
    public ComponentCommand? OnlineMigrations { get; init; }
}
