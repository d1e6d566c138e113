using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Another node of the same upgrade, as far as it matters to who runs which upgrade check.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="IsStarted">Work was granted to it: the time before the first change is over.</param>
/// <param name="Behind">Components that are behind there, none when it cannot be reached; null: it has not reported yet.</param>
public sealed record CheckPeer(string Name, ImmutableArray<string> Roles, bool IsStarted, ImmutableArray<string>? Behind)
{
    /// <summary>By its work order.</summary>
    /// <param name="node">The node.</param>
    /// <param name="order">Its order.</param>
    public static CheckPeer Of(ClusterNode node, NodeUpgrade order) => new(
        node.Metadata.Name,
        node.Spec.Roles,
        !order.Spec.Grants.IsEmpty,
        order.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Reachable") switch
        {
            null => null,
            { Status: ConditionStatus.True } => [.. order.Status!.Components.Where(component => component.State != ComponentState.AtTarget).Select(component => component.Name)],
            _ => [],
        });

    /// <summary>By a look at it.</summary>
    /// <param name="view">What was seen.</param>
    public static CheckPeer Of(NodeView view) => new(
        view.Node.Value, view.Spec.Roles, IsStarted: false, [.. ComponentInspection.Inspect(view).Where(facts => facts.IsBehind).Select(facts => facts.Component.Name)]);
}
