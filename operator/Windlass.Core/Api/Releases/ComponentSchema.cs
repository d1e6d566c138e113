using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>How a component's database moves.</summary>
public sealed record ComponentSchema
{
    /// <summary>What may run meanwhile.</summary>
    [Description("OldCodeMayRun: one node after the other, the API serves all the time. AllStopped, where upstream forbids old code beside the new schema: every process of the component is down first, and its API is away meanwhile.")]
    public SchemaWindowKind Window { get; init; } = SchemaWindowKind.OldCodeMayRun;

    /// <summary>What differs by where the cluster comes from.</summary>
    [Description("What differs by the release the cluster comes from.")]
    [Items(20, Keys = ["from"])]
    public ImmutableArray<SchemaEdge> Edges { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Additive changes.</summary>
    [Description("Additive changes, run once on the first node with the new code, before any new process starts.")]
    public required ComponentCommand Expand { get; init; }

    /// <summary>Data follows.</summary>
    [Description("Moves data after expand; leave out where upstream has no such command.")]
    public ComponentCommand? Migrate { get; init; }

    /// <summary>Removes what only old code needed.</summary>
    [Description("Removes what only the old code needed; run when no node runs the old code any more.")]
    public ComponentCommand? Contract { get; init; }

    /// <summary>Rewrites rows in batches.</summary>
    [Description("Rewrites rows in batches while everything serves, after the last satellite. Exit 0: done; 1: progress, run again; 2: stuck.")]
    public ComponentCommand? OnlineMigrations { get; init; }

    /// <summary>How it moves for a cluster that comes from these releases; the strictest edge wins.</summary>
    /// <param name="releases">Names of releases.</param>
    public ComponentSchema From(ImmutableArray<string> releases)
    {
        var edges = Edges.Where(edge => releases.Contains(edge.From)).OrderByDescending(edge => edge.Window).ToImmutableArray();
        return edges.IsEmpty
            ? this
            : this with { Window = edges[0].Window > Window ? edges[0].Window : Window, Expand = edges.Select(edge => edge.Expand).FirstOrDefault(command => command is not null) ?? Expand };
    }
}
