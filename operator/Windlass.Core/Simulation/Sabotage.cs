using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Simulation;

/// <summary>
/// What a broken planner would do differently: the checks of simulated runs must notice it, or they check nothing. It stands between
/// planners and simulated loops, so that no product code knows of it. This one breaks nothing.
/// </summary>
internal abstract class Sabotage
{
    /// <summary>An operator begins, with no memory.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>What the node planner decided, made worse.</summary>
    public virtual NodePlan Worsen(NodeView view, NodePlan plan) => plan;

    /// <summary>What is written of a node, made worse.</summary>
    public virtual NodeUpgradeStatus Worsen(NodeUpgradeStatus status) => status;

    /// <summary>What the upgrade planner decided, made worse.</summary>
    public virtual UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome) => outcome;
}
