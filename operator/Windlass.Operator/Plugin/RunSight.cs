using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Plugin;

/// <summary>One upgrade and all that belongs to it, as the API has it at one moment.</summary>
/// <param name="Upgrade">The upgrade.</param>
/// <param name="Orders">Its work orders, by node.</param>
/// <param name="Nodes">Every ClusterNode of the namespace, by name.</param>
/// <param name="Plans">Its plans.</param>
/// <param name="Now">This machine's time.</param>
internal sealed record RunSight(
    ClusterUpgrade Upgrade, ImmutableArray<NodeUpgrade> Orders, ImmutableArray<ClusterNode> Nodes, ImmutableArray<UpgradePlan> Plans, DateTimeOffset Now)
{
    /// <summary>What belongs to an upgrade, out of what a namespace has.</summary>
    public static RunSight Of(
        ClusterUpgrade upgrade, IEnumerable<NodeUpgrade> orders, IEnumerable<ClusterNode> nodes, IEnumerable<UpgradePlan> plans, DateTimeOffset now) => new(
        upgrade,
        [.. orders.Where(order => order.Spec.UpgradeName == upgrade.Metadata.Name).OrderBy(order => order.Spec.NodeName, StringComparer.Ordinal)],
        [.. nodes.OrderBy(node => node.Metadata.Name, StringComparer.Ordinal)],
        [.. plans.Where(plan => plan.Spec.UpgradeName == upgrade.Metadata.Name)],
        now);

    /// <summary>A condition of the upgrade; null: it has none of that type.</summary>
    public Condition? Condition(string type) => Find(Upgrade.Status?.Conditions ?? [], type);

    /// <summary>A condition of a work order; null: it has none of that type.</summary>
    public static Condition? Condition(NodeUpgrade order, string type) => Find(order.Status?.Conditions ?? [], type);

    /// <summary>A condition of a machine; null: it has none of that type.</summary>
    public static Condition? Condition(ClusterNode node, string type) => Find(node.Status?.Conditions ?? [], type);

    private static Condition? Find(ImmutableArray<Condition> conditions, string type) => conditions.FirstOrDefault(condition => condition.Type == type);
}
