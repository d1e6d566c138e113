using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Everything the upgrade planner sees: the objects of one namespace, as the API tells them now.</summary>
public sealed record UpgradeView
{
    /// <summary>The upgrade to decide about.</summary>
    public required ClusterUpgrade Upgrade { get; init; }

    /// <summary>Every ClusterUpgrade of the namespace, this one included.</summary>
    public ImmutableArray<ClusterUpgrade> Upgrades { get; init; } = [];

    /// <summary>Every ClusterRelease of the namespace.</summary>
    public ImmutableArray<ClusterRelease> Releases { get; init; } = [];

    /// <summary>Every ClusterNode of the namespace.</summary>
    public ImmutableArray<ClusterNode> Nodes { get; init; } = [];

    /// <summary>The work orders of this upgrade.</summary>
    public ImmutableArray<NodeUpgrade> Orders { get; init; } = [];

    /// <summary>The last reading of each gate of this upgrade, since the operator began.</summary>
    public ImmutableArray<GateReading> GateReadings { get; init; } = [];

    /// <summary>For foretelling: every gate is taken as open, and none is read.</summary>
    internal bool AreGatesOpen { get; init; }

    /// <summary>A person deletes or aborts it: nothing new is begun, and everything is given back.</summary>
    internal bool IsEnding => Upgrade.Metadata.DeletionTimestamp is not null || Upgrade.Spec.Abort;

    /// <summary>Plans that were written for this upgrade.</summary>
    public ImmutableArray<UpgradePlan> Plans { get; init; } = [];
}
