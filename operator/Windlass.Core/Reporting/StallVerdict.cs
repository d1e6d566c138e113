using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Reporting;

/// <summary>Why a node makes no progress by itself.</summary>
/// <param name="Reason">CamelCase, from a closed set: the wait reasons, <c>RetriesExhausted</c>, <c>StepDeadlineExceeded</c>, <c>RebootTimedOut</c>.</param>
/// <param name="Message">The cause first, then what a person can do.</param>
internal sealed record StallVerdict(string Reason, string Message)
{
    /// <summary>A node that does not answer is somebody else's business, unless it was us who sent it down.</summary>
    public static StallVerdict? OfReboot(NodeStepStatus? step, NodeUpgradeSpec order, DateTimeOffset now) =>
        step is { Name: "Reboot", Attempt: > 0 } && now - step.StartTime >= TimeSpan.FromSeconds(order.StallAfterSeconds)
            ? new("RebootTimedOut", $"the node was rebooted and does not answer since, for more than {order.StallAfterSeconds} s: look at its console")
            : null;

    public static StallVerdict? Of(NodeDecision decision, NodeStepStatus? step, NodeUpgradeSpec order, DateTimeOffset now)
    {
        // Each on its own clock: a step that waited long for others is not late because of it, and a wait is as old as itself.
        var isOverdue = step is not null && now >= step.DeadlineAfter(TimeSpan.FromSeconds(order.StallAfterSeconds));
        return decision switch
        {
            NodeDecision.Wait { Reason: WaitReason.Paused } or NodeDecision.Idle => null,
            NodeDecision.Wait { Reason: WaitReason.DrainTimedOut } wait => new(nameof(WaitReason.DrainTimedOut), wait.Message),
            NodeDecision.Wait { Reason: WaitReason.RetryPending } wait when wait.Attempt >= order.MaxAttempts => new("RetriesExhausted", wait.Message),
            NodeDecision.Wait wait when isOverdue => new(wait.Reason.ToString(), $"{wait.Message} (for more than {order.StallAfterSeconds} s)"),
            NodeDecision.Run run when run.Attempt > order.MaxAttempts => new("RetriesExhausted", $"{run.Message}: try {run.Attempt} of a step that keeps failing"),
            NodeDecision.Run run when isOverdue => new("StepDeadlineExceeded", $"{run.Message}: no end after {order.StallAfterSeconds} s"),
            NodeDecision.Wait or NodeDecision.Run => null,
            _ => throw new ArgumentOutOfRangeException(nameof(decision)),
        };
    }
}
