using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>What one pass over an upgrade that is only imagined decides: nobody reads a status of it.</summary>
/// <param name="Orders">Work orders as they would be.</param>
/// <param name="Situation">Where the upgrade would stand.</param>
internal sealed record SilentPass(ImmutableArray<NodeUpgradeSpec> Orders, UpgradeSituation Situation);
