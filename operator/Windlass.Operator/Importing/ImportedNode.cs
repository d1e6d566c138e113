using System.Collections.Immutable;
using Windlass.Nodes;

namespace Windlass.Operator.Importing;

/// <summary>One machine as it becomes a ClusterNode.</summary>
internal sealed record ImportedNode
{
    public required string Name { get; init; }

    /// <summary>Its name in the inventory.</summary>
    public required string InventoryName { get; init; }

    public required string Address { get; init; }

    /// <summary>At least one; the first is the weightiest.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    public required int Port { get; init; }

    public required string User { get; init; }

    /// <summary>Empty: its own.</summary>
    public required string FailureDomain { get; init; }

    public required bool HasHAProxy { get; init; }

    /// <summary>Keys that answered and that a person confirmed; empty: none are written.</summary>
    public ImmutableArray<HostKey> HostKeys { get; init; } = [];

    /// <summary>Things for a person to look at, as comments.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
