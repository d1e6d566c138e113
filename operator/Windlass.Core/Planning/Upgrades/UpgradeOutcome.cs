using System.Collections.Immutable;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>What one pass over an upgrade decides.</summary>
public sealed record UpgradeOutcome
{
    /// <summary>Work orders as they should be; a node without one is not touched.</summary>
    public ImmutableArray<NodeUpgradeSpec> Orders { get; init; } = [];

    /// <summary>What to tell people.</summary>
    public required ClusterUpgradeStatus Status { get; init; }

    /// <summary>Gates that are to be read now, because a node waits for them.</summary>
    public ImmutableArray<string> DueGates { get; init; } = [];

    /// <summary>The upgrade is being deleted and nothing of it is left on any node: its finalizer may go.</summary>
    public bool IsReleasable { get; init; }

    /// <summary>A plan that is to be written before anything else, because none like it is there; null: none.</summary>
    public UpgradePlanSpec? Plan { get; init; }

    /// <summary>Names of written plans that nobody needs any more.</summary>
    public ImmutableArray<string> OldPlans { get; init; } = [];
}
