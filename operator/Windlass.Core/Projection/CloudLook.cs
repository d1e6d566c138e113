using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Projection;

/// <summary>A cloud at one moment, and what is wanted of it: all that a projection needs.</summary>
public sealed record CloudLook
{
    /// <summary>What is wanted.</summary>
    public required ClusterUpgrade Upgrade { get; init; }

    /// <summary>Every known release.</summary>
    public required ImmutableArray<ClusterRelease> Releases { get; init; }

    /// <summary>Every node, by name.</summary>
    public required ImmutableArray<NodeLook> Nodes { get; init; }

    /// <summary>Every HAProxy.</summary>
    public required ImmutableArray<ReadOutcome> LoadBalancers { get; init; }
}
