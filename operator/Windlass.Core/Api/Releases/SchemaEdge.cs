using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>What differs when a component's schema is moved from one particular release.</summary>
public sealed record SchemaEdge
{
    /// <summary>Release the cluster comes from.</summary>
    [Description("Release the cluster comes from.")]
    [Length(1, 253), Pattern(PatternAttribute.ObjectName)]
    public required string From { get; init; }

    /// <summary>What may run meanwhile.</summary>
    [Description("What may run meanwhile on this edge. AllStopped where upstream excludes a live upgrade over two releases.")]
    public SchemaWindowKind Window { get; init; }

    /// <summary>Another command.</summary>
    [Description("Takes the place of schema.expand on this edge; leave out to keep it.")]
    public ComponentCommand? Expand { get; init; }
}
