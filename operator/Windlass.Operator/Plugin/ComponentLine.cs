using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Plugin;

/// <summary>One component of a run: on how many nodes it is done, and where it is in work.</summary>
/// <param name="Component">Name; empty for steps on nodes as a whole.</param>
/// <param name="Done">Nodes on which it is at the target.</param>
/// <param name="Total">Nodes on which it is installed.</param>
/// <param name="FirstDone">When the first of them was at the target; null: none is, or it was so before.</param>
/// <param name="LastDone">When the last one was; null while it is not done.</param>
/// <param name="Nodes">Nodes with a step of it.</param>
internal sealed record ComponentLine(string Component, int Done, int Total, DateTimeOffset? FirstDone, DateTimeOffset? LastDone, ImmutableArray<NodeLine> Nodes)
{
    /// <summary>All components that the nodes have, in the release's order, and those steps that are of none.</summary>
    public static ImmutableArray<ComponentLine> Of(ImmutableArray<NodeUpgrade> orders, ImmutableArray<NodeLine> lines)
    {
        var installed = orders.SelectMany(order => order.Status?.Components ?? []).ToLookup(component => component.Name);
        var busy = lines.Where(line => line.Step is not null).ToLookup(line => line.Component ?? "");
        var whole = busy[""].Any() ? new[] { new ComponentLine("", 0, 0, null, null, [.. busy[""]]) } : [];
        return [.. whole, .. installed.Select(states => Of(states.Key, [.. states], [.. busy[states.Key]]))];
    }

    private static ComponentLine Of(string name, ImmutableArray<ComponentStatus> states, ImmutableArray<NodeLine> busy)
    {
        var done = states.Count(state => state.State == ComponentState.AtTarget);
        return new ComponentLine(
            name, done, states.Length, states.Min(state => state.DoneTime), done == states.Length ? states.Max(state => state.DoneTime) : null, busy);
    }
}
