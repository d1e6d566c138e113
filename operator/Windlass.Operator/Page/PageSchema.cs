using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>The time in which a component's old code ran beside its new schema.</summary>
/// <param name="Component">Name of the component.</param>
/// <param name="Begin">When its schema began to move.</param>
/// <param name="End">When its last node ran the new code; null: it is open.</param>
internal sealed record PageSchema(string Component, DateTimeOffset Begin, DateTimeOffset? End)
{
    /// <summary>Those that are open, as the status has them, and those that are over, as the timelines of the nodes tell.</summary>
    public static ImmutableArray<PageSchema> Of(StatusDocument status, ImmutableArray<NodeUpgrade> orders)
    {
        var open = status.OpenSchemaWindows.ToDictionary(window => window.Component, StringComparer.Ordinal);
        var moved = orders.SelectMany(order => order.Status?.Timeline ?? [])
            .Where(period => period is { Name: "Expand" or "Migrate", HeldBy: "" })
            .GroupBy(period => period.Component, StringComparer.Ordinal)
            .ToDictionary(periods => periods.Key, periods => periods.Min(period => period.StartTime), StringComparer.Ordinal);

        // DoneTime of a component begins anew with each later restart and visit; its code was replaced but once.
        var replaced = orders.SelectMany(order => order.Status?.Timeline ?? [])
            .Where(period => period is { Name: "Install" or "Release", HeldBy: "" })
            .GroupBy(period => period.Component, StringComparer.Ordinal)
            .ToDictionary(periods => periods.Key, periods => periods.Max(period => period.EndTime), StringComparer.Ordinal);
        return
        [
            .. open.Values.Select(window => new PageSchema(window.Component, moved.GetValueOrDefault(window.Component, window.Since), null)),
            .. status.Components
                .Where(component => !open.ContainsKey(component.Component) && moved.ContainsKey(component.Component) && replaced.ContainsKey(component.Component))
                .Select(component => new PageSchema(component.Component, moved[component.Component], replaced[component.Component])),
        ];
    }
}
