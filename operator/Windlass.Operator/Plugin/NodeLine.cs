using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Plugin;

/// <summary>One node of a run as people and programs read it.</summary>
internal sealed record NodeLine
{
    /// <summary>Name of the ClusterNode.</summary>
    public required string Node { get; init; }

    public required string Role { get; init; }

    public required string FailureDomain { get; init; }

    public required NodeState State { get; init; }

    /// <summary>CamelCase reason of the condition that says so.</summary>
    public required string Reason { get; init; }

    /// <summary>That condition's sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Kind of the step in hand or waited for.</summary>
    public string? Step { get; init; }

    /// <summary>Component of that step; null: the node as a whole.</summary>
    public string? Component { get; init; }

    /// <summary>Which try it is; 0 while it is only waited for.</summary>
    public int Attempt { get; init; }

    /// <summary>Since when the step is wanted.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Sessions that hold up its drain.</summary>
    public long? Sessions { get; init; }

    public static NodeLine Of(NodeUpgrade order)
    {
        var (state, condition) = Judge(order);
        var step = order.Status?.Step;
        return new NodeLine
        {
            Node = order.Spec.NodeName,
            Role = order.Spec.Role,
            FailureDomain = order.Spec.FailureDomain,
            State = state,
            Reason = condition?.Reason ?? "NotObserved",
            Message = condition?.Message ?? "not looked at yet",
            Step = step?.Name,
            Component = step is { Component.Length: > 0 } ? step.Component : null,
            Attempt = step?.Attempt ?? 0,
            Since = step?.StartTime,
            Sessions = order.Status?.SessionsRemaining,
        };
    }

    private static (NodeState State, Condition? Because) Judge(NodeUpgrade order)
    {
        var ready = RunSight.Condition(order, "Ready");
        return RunSight.Condition(order, "Stalled") is { Status: ConditionStatus.True } stalled ? (NodeState.Stalled, stalled)
            : RunSight.Condition(order, "Reachable") is { Status: ConditionStatus.False } silent ? (NodeState.Unreachable, silent)
            : ready is { Status: not ConditionStatus.True, Reason: "Paused" } ? (NodeState.Paused, ready)
            : order.Status?.Step is { } step ? (step.Attempt > 0 ? NodeState.Working : NodeState.Waiting, RunSight.Condition(order, "Reconciling") ?? ready)
            : (ready is { Status: ConditionStatus.True } ? NodeState.AtTarget : NodeState.Pending, ready);
    }
}
