using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>One node of a run: the line that the plugin has of it, what it did, and what it is out of.</summary>
internal sealed record PageNode
{
    /// <summary>What it does now; null: it takes no part, its owner has suspended it.</summary>
    public NodeLine? Line { get; init; }

    /// <summary>First role, where it takes no part.</summary>
    public string? Role { get; init; }

    /// <summary>What holds the step in hand; null: it is at work.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Since when it is held by that.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Backends that it is out of, and by whom.</summary>
    public ImmutableArray<DrainLine>? Drains { get; init; }

    /// <summary>Periods that are over, oldest first.</summary>
    public ImmutableArray<PagePeriod>? Periods { get; init; }

    public static PageNode Of(NodeUpgrade order)
    {
        var drains = DrainLine.Of([order]);
        return new PageNode
        {
            Line = NodeLine.Of(order),
            HeldBy = order.Status?.Step is { HeldBy.Length: > 0 } held ? held.HeldBy : null,
            HeldSince = order.Status?.Step?.HeldSince,
            Drains = drains.IsEmpty ? null : drains,
            Periods = order.Status is { Timeline.IsEmpty: false } status ? [.. status.Timeline.Select(PagePeriod.Of)] : null,
        };
    }

    /// <summary>A machine that the run leaves alone.</summary>
    public static PageNode Suspended(ClusterNode node) => new() { Role = node.Spec.Roles.IsEmpty ? "" : node.Spec.Roles[0] };
}
