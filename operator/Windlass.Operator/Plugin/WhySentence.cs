using Windlass.ControlPlane.Printing;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Plugin;

/// <summary>Why a node is where it is, in one sentence: what it does, for how long, and because of what.</summary>
internal static class WhySentence
{
    public static string Of(RunSight sight, ClusterNode node, NodeLine? work)
    {
        var name = node.Metadata.Name;
        if (work is null)
        {
            return node.Spec.Suspended ? $"{name} is left alone: spec.suspended of the ClusterNode is true"
                : sight.Condition("Ready") is null ? $"{name} has no work order: no operator has seen the upgrade yet"
                : sight.Upgrade.Spec.NodeSelector.Count > 0 ? $"{name} takes no part: its labels do not fit the upgrade's nodeSelector"
                : $"{name} has no work order in this upgrade";
        }

        var step = work.Step is null ? "" : $"{work.Step}{(work.Component is null ? "" : $" of {work.Component}")}";
        var age = work.Since is { } since ? $" for {HumanAge.Of(sight.Now - since)}" : "";
        return work.State switch
        {
            NodeState.Stalled => $"{name} is stalled in {step}{age} ({work.Reason}): {work.Message}",
            NodeState.Unreachable => $"{name} does not answer ({work.Reason}): {work.Message}",
            NodeState.Paused => $"{name} is paused: {work.Message}",
            NodeState.Working => $"{name} is at work, {step}{age}{(work.Attempt > 1 ? $", try {work.Attempt}" : "")}: {work.Message}",
            NodeState.Waiting => $"{name} waits before {step}{age} ({work.Reason}): {work.Message}",
            NodeState.AtTarget => $"{name} is at {sight.Upgrade.Spec.TargetRelease}, in rotation and given back",
            NodeState.Pending => Pending(sight, name, work),
            _ => throw new ArgumentOutOfRangeException(nameof(work)),
        };
    }

    /// <summary>A node that has nothing to do is held by what the upgrade waits for, or works on.</summary>
    private static string Pending(RunSight sight, string name, NodeLine work)
    {
        var failing = sight.Condition("PreflightPassed") is { Status: ConditionStatus.False }
            ? sight.Orders.FirstOrDefault(order => order.Spec.NodeName == name)?.Status?.FailedChecks.FirstOrDefault(check => check.Severity == CheckSeverity.Failure)
            : null;
        if (failing is not null)
        {
            return $"{name} keeps the upgrade from beginning ({failing.Check}): {failing.Message}";
        }

        var shut = (sight.Upgrade.Status?.Gates ?? []).FirstOrDefault(gate => !gate.Open);
        return shut is not null && sight.Condition("Ready") is { Status: not ConditionStatus.True }
            ? $"{name} waits for its turn; the gate {shut.Name} is shut: {shut.Message}"
            : $"{name} waits for its turn ({work.Reason}); the upgrade: {sight.Condition("Ready")?.Message ?? "not seen yet"}";
    }
}
