using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Reporting;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// Decides which nodes may move now: a pure function of the objects of one namespace. Grants only grow while a run goes on, so
/// that two passes over old and new sights of the same cluster never contradict each other.
/// </summary>
public static class UpgradePlanner
{
    /// <summary>Finalizer on ClusterUpgrades: nothing of an upgrade is left behind when it goes.</summary>
    public const string Finalizer = "windlass.dev/safe-stop";

    /// <summary>Decides.</summary>
    /// <param name="view">The objects.</param>
    /// <param name="now">The operator's time.</param>
    public static UpgradeOutcome Decide(UpgradeView view, DateTimeOffset now)
    {
        var slots = NodeSlots.Of(view, now);
        var situation = Situation(view, slots, now);
        var review = Review(view, slots, situation, now);
        situation = Unapproved(slots, situation, review);
        return Outcome(view, slots, situation, review, now) with
        {
            Plan = review?.Unwritten,
            OldPlans = review is { Hash.Length: > 0 } ? PlanReview.Outdated(view, review.Hash) : [],
        };
    }

    /// <summary>What would be granted, and nothing told of it: the plan itself is made of many such passes.</summary>
    internal static SilentPass Pass(UpgradeView view, DateTimeOffset now)
    {
        var slots = NodeSlots.Of(view, now);
        var situation = Situation(view, slots, now);
        return new SilentPass(WorkOrders.Of(view, slots, situation, now), situation);
    }

    /// <summary>What would be granted and told.</summary>
    internal static UpgradeOutcome Grants(UpgradeView view, DateTimeOffset now)
    {
        var slots = NodeSlots.Of(view, now);
        return Outcome(view, slots, Situation(view, slots, now), review: null, now);
    }

    private static UpgradeOutcome Outcome(UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, PlanReview? review, DateTimeOffset now) => new()
    {
        Orders = WorkOrders.Of(view, slots, situation, now),
        Status = UpgradeReport.Of(view, slots, situation, review, now),
        DueGates = situation.Gates.Due,
        IsReleasable = situation is UpgradeSituation.Finalizing { IsGivenBack: true } && view.Upgrade.Metadata.DeletionTimestamp is not null,
    };

    /// <summary>A plan is there from the moment on at which work may begin; null: that is not so, or it is over.</summary>
    private static PlanReview? Review(UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, DateTimeOffset now) => situation switch
    {
        UpgradeSituation.AwaitingApproval waiting => waiting.Review,
        UpgradeSituation.Working or UpgradeSituation.BudgetSpent or UpgradeSituation.Paused or UpgradeSituation.WaitingForWindow
            when slots.Any(slot => slot.IsStarted) => PlanReview.Of(view, slots, now),
        _ => null,
    };

    /// <summary>Nodes that the approved plan does not know hold up the end, and perhaps the component in hand: the message says so.</summary>
    private static UpgradeSituation Unapproved(ImmutableArray<NodeSlot> slots, UpgradeSituation situation, PlanReview? review) => (situation, review) switch
    {
        (UpgradeSituation.Working, { IsApproved: false }) when slots.All(slot => slot.IsAtTarget || !slot.IsApproved) => new UpgradeSituation.AwaitingApproval(review),
        (UpgradeSituation.Working working, { IsApproved: false }) => working with { Message = $"{working.Message}; {review.Message}" },
        _ => situation,
    };

    private static UpgradeSituation Situation(UpgradeView view, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        if (view.Upgrade.Metadata.DeletionTimestamp is not null)
        {
            return SafeStop.Finalize(view, slots);
        }

        if (view.Upgrade.Spec.Abort)
        {
            return SafeStop.Abort(view, slots);
        }

        if (Finished(view, slots) is { } finished)
        {
            return finished;
        }

        var isStarted = slots.Any(slot => slot.IsStarted);
        var refusal = UpgradeAdmission.Declaration(view, slots) ?? (isStarted ? UpgradeAdmission.Retarget(view) : UpgradeAdmission.Lock(view));
        if ((refusal ?? (isStarted ? null : UpgradeReadiness.Obstacle(view, slots))) is { } obstacle)
        {
            return obstacle;
        }

        if (!isStarted && view.Upgrade.Spec.Approval.Mode == ApprovalMode.Manual && slots.Any(slot => !slot.IsAtTarget)
            && PlanReview.Of(view, slots, now) is { IsApproved: false } review)
        {
            return new UpgradeSituation.AwaitingApproval(review);
        }

        if (Pauses.Live(view, now) is { Length: > 0 } pauses)
        {
            return new UpgradeSituation.Paused(pauses, slots.All(IsQuiet));
        }

        return WaitsForWindow(view, slots, now) ?? UpgradeWork.Advance(view, UpgradeAdmission.Target(view, slots)!, slots, now);
    }

    /// <summary>It has seen the pause and nothing runs: a report from before the pause says nothing of what was begun since.</summary>
    private static bool IsQuiet(NodeSlot slot) =>
        slot is { Order.Mode: WorkMode.Pause, IsObserved: true } && slot.Condition("Reconciling") is null;

    /// <summary>A run that is over stays over until its spec changes: what happens to the nodes later is drift, for people to see and judge.</summary>
    private static UpgradeSituation.Done? Finished(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        if (view.Upgrade.Status is not { CompletionTime: not null } status || status.ObservedGeneration != view.Upgrade.Metadata.Generation)
        {
            return null;
        }

        var drifted = Drift.In(view, slots).Nodes;
        var message = drifted.IsEmpty
            ? $"every node is at {view.Upgrade.Spec.TargetRelease}"
            : $"since the end of the upgrade these have changed: {UpgradeAdmission.Names(drifted)}";
        return new UpgradeSituation.Done(status.StartTime is null ? "AlreadyAtTarget" : "UpgradeSucceeded", message);
    }

    /// <summary>What is in hand is finished at any time.</summary>
    private static UpgradeSituation? WaitsForWindow(UpgradeView view, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        var windows = view.Upgrade.Spec.MaintenanceWindows;
        var isQuiet = slots.All(slot => slot.Status?.Step is null && slot.IsObserved && slot.Components.All(component => component.State is ComponentState.Behind or ComponentState.AtTarget));
        if (WindowClock.IsOpen(windows, now) || !isQuiet || slots.All(slot => slot.IsAtTarget))
        {
            return null;
        }

        var next = WindowClock.NextOpening(windows, now);
        return new UpgradeSituation.WaitingForWindow(next is { } opening
            ? $"no node is begun before the next maintenance window opens at {opening:yyyy-MM-dd HH:mm zzz}"
            : "no maintenance window opens within a week: check spec.maintenanceWindows");
    }
}
