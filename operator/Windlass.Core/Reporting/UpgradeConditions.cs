using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>The truth table of an upgrade's conditions: situation in, conditions out.</summary>
internal static class UpgradeConditions
{
    public static ImmutableArray<Condition> Of(
        UpgradeView view, ImmutableArray<NodeSlot> slots, SlotTally tally, UpgradeSituation situation, ImmutableArray<GateStatus> gates, PlanReview? review, DateTimeOffset now)
    {
        var set = new ConditionSet(view.Upgrade.Status?.Conditions ?? [], view.Upgrade.Metadata.Generation ?? 0, now);
        var isStarted = tally.IsStarted || situation is UpgradeSituation.Aborted;
        Summary(set, slots, tally, situation);
        PreflightCondition.Add(set, view, slots, situation, isStarted);
        Approval(set, view, review, isStarted);
        Milestones(set, view, slots, tally);
        Gates(set, gates);
        Degraded(set, tally);
        if (situation is UpgradeSituation.Done)
        {
            // Only of what an upgrade has left: before its end nodes change because of it.
            Drift.In(view, slots).AddTo(set);
        }

        return set.Build();
    }

    private static void Summary(ConditionSet set, ImmutableArray<NodeSlot> slots, SlotTally tally, UpgradeSituation situation)
    {
        var (ready, reason, message, activity) = situation switch
        {
            UpgradeSituation.Refused refused => (ConditionStatus.False, refused.Reason, refused.Message, new Activity.Stalled(refused.Reason, refused.Message)),
            UpgradeSituation.WaitingForLock wait => (ConditionStatus.False, "WaitingForLock", wait.Message, (Activity)new Activity.Quiet()),
            UpgradeSituation.Observing observing =>
                (ConditionStatus.False, "UpgradeInProgress", observing.Message, new Activity.Reconciling("Observing", observing.Message)),
            UpgradeSituation.PreflightFailed failed =>
                (ConditionStatus.False, "PreflightFailed", failed.Message, new Activity.Stalled("PreflightFailed", failed.Message)),
            UpgradeSituation.AwaitingApproval wait => (ConditionStatus.False, "AwaitingApproval", wait.Review.Message, new Activity.Quiet()),
            UpgradeSituation.Working working => Working(slots, tally.Stalled, working),
            UpgradeSituation.WaitingForWindow wait => (ConditionStatus.False, "WaitingForWindow", wait.Message, new Activity.Quiet()),
            UpgradeSituation.BudgetSpent spent =>
                (ConditionStatus.False, "FailureBudgetExhausted", spent.Message, new Activity.Stalled("FailureBudgetExhausted", spent.Message)),
            UpgradeSituation.HeldByGate held => (ConditionStatus.False, "HealthGateFailed", held.Message, new Activity.Stalled("HealthGateFailed", held.Message)),
            UpgradeSituation.Paused { IsQuiet: true } paused => (ConditionStatus.False, "Paused", paused.Message, new Activity.Quiet()),
            UpgradeSituation.Paused paused =>
                (ConditionStatus.False, "UpgradeInProgress", paused.Message, new Activity.Reconciling("Verifying", "steps in hand are being finished")),
            UpgradeSituation.Done done => (ConditionStatus.True, done.Reason, done.Message, new Activity.Quiet()),
            UpgradeSituation.Aborted end => (ConditionStatus.False, "Aborted", end.Message, new Activity.Quiet()),
            UpgradeSituation.FinishingHalted end => (ConditionStatus.False, "Aborted", end.Message, new Activity.Reconciling("Finalizing", end.Message)),
            UpgradeSituation.Finalizing end => (ConditionStatus.False, "Aborted", end.Message, new Activity.Reconciling("Finalizing", end.Message)),
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };
        set.Add("Ready", ready, reason, message).AddActivity(activity);
        Pause(set, situation);
    }

    /// <summary>A stalled node stalls the upgrade when no other node is still moving; until then it is only degraded.</summary>
    private static (ConditionStatus, string, string, Activity) Working(ImmutableArray<NodeSlot> slots, IReadOnlyList<NodeSlot> stalled, UpgradeSituation.Working working)
    {
        if (stalled.Count == 0)
        {
            return (ConditionStatus.False, "UpgradeInProgress", working.Message, new Activity.Reconciling(working.Reason, working.Message));
        }

        var causes = stalled.Take(5).Select(slot => $"{slot.Name}: {slot.Stalled!.Message}");
        var message = string.Join("; ", working.Hold is { } hold ? causes.Append(hold) : causes);
        return slots.Any(slot => slot.Stalled is null && slot.Condition("Reconciling") is not null)
            ? (ConditionStatus.False, "UpgradeInProgress", message, new Activity.Reconciling("ProgressingWithRetry", message))
            : (ConditionStatus.False, "NodesStalled", message, new Activity.Stalled("NodesStalled", message));
    }

    private static void Pause(ConditionSet set, UpgradeSituation situation)
    {
        if (situation is UpgradeSituation.Paused paused)
        {
            set.Add("Paused", paused.IsQuiet ? ConditionStatus.True : ConditionStatus.False, paused.IsQuiet ? "PauseRequested" : "PausePending", paused.Message);
            return;
        }

        var isSpent = situation is UpgradeSituation.BudgetSpent;
        set.Add("Paused", isSpent ? ConditionStatus.True : ConditionStatus.False, isSpent ? "PausedByFailureBudget" : "NotPaused",
            situation is UpgradeSituation.BudgetSpent budget ? budget.Message : "nobody asked for a pause");
    }

    private static void Approval(ConditionSet set, UpgradeView view, PlanReview? review, bool isStarted)
    {
        if (review is not null)
        {
            set.Add("PlanApproved", review.IsApproved ? ConditionStatus.True : ConditionStatus.False, review.Reason, review.Message);
        }
        else if (view.Upgrade.Spec.Approval.Mode == ApprovalMode.Automatic)
        {
            set.Add("PlanApproved", ConditionStatus.True, "ApprovalNotRequired", "spec.approval.mode is Automatic");
        }
        else
        {
            set.Add("PlanApproved", isStarted ? ConditionStatus.True : ConditionStatus.Unknown, isStarted ? "ApprovedByUser" : "PlanPending",
                isStarted ? "the run has begun by an approved plan" : "there is a plan when all checks have passed");
        }
    }

    private static void Milestones(ConditionSet set, UpgradeView view, ImmutableArray<NodeSlot> slots, SlotTally tally)
    {
        if (!tally.IsSeen)
        {
            foreach (var type in (ReadOnlySpan<string>)["PackagesStaged", "ControlPlaneUpgraded", "DataPlaneUpgraded", "SchemaConverged"])
            {
                set.Add(type, ConditionStatus.Unknown, "NotObserved", "not all nodes were looked at yet");
            }

            return;
        }

        var isStaged = tally.IsStaged;
        set.Add("PackagesStaged", isStaged ? ConditionStatus.True : ConditionStatus.False, isStaged ? "AllNodesStaged" : "StagingInProgress",
            isStaged ? "every node has its packages" : tally.IsStarted ? "packages are being downloaded" : "not begun");
        var components = UpgradeAdmission.Find(view, view.Upgrade.Spec.TargetRelease)?.Spec.Components ?? [];
        var behind = slots.Where(static slot => !slot.IsAtTarget).ToImmutableArray();
        Behind(set, "ControlPlaneUpgraded", "AllServicesAtTarget", "ServicesBehind", behind, (slot, name) => OpenSchemas.IsServedBy(components, slot, name));
        Behind(set, "DataPlaneUpgraded", "AllNodesAtTarget", "NodesBehind", behind, (slot, name) => !OpenSchemas.IsServedBy(components, slot, name));
        var mixed = OpenSchemas.In(slots);
        set.Add("SchemaConverged", mixed.IsEmpty ? ConditionStatus.True : ConditionStatus.False, mixed.IsEmpty ? "AllServicesConverged" : "MixedSchema",
            mixed.IsEmpty ? "no old code runs beside a new schema" : $"old code runs beside the new schema of {string.Join(", ", mixed)}");
    }

    private static void Behind(
        ConditionSet set, string type, string doneReason, string behindReason, ImmutableArray<NodeSlot> behind, Func<NodeSlot, string, bool> isMeant)
    {
        var (count, names) = (0, new List<string>());
        foreach (var slot in behind)
        {
            foreach (var component in slot.Components)
            {
                if (component.State != ComponentState.AtTarget && isMeant(slot, component.Name) && ++count <= UpgradeAdmission.NamedAtMost)
                {
                    names.Add($"{component.Name} on {slot.Name}");
                }
            }
        }

        set.Add(type, count == 0 ? ConditionStatus.True : ConditionStatus.False, count == 0 ? doneReason : behindReason,
            count == 0 ? "all at the target" : $"behind: {UpgradeAdmission.Names(names, count)}");
    }

    /// <summary>Only of gates that nodes have waited for.</summary>
    private static void Gates(ConditionSet set, ImmutableArray<GateStatus> gates)
    {
        if (gates.IsEmpty)
        {
            return;
        }

        var shut = gates.Where(gate => !gate.Open).Select(gate => $"{gate.Name}: {gate.Message}").ToImmutableArray();
        set.Add("HealthGatePassed", shut.IsEmpty ? ConditionStatus.True : ConditionStatus.False, shut.IsEmpty ? "GatesPassed" : "ProbeFailed",
            shut.IsEmpty ? $"open: {string.Join(", ", gates.Select(gate => gate.Name))}" : $"shut: {string.Join("; ", shut)}");
    }

    private static void Degraded(ConditionSet set, SlotTally tally)
    {
        if (tally.Stalled.Count > 0)
        {
            set.Add("Degraded", ConditionStatus.True, "NodesFailed", $"stalled: {Names(tally.Stalled)}");
        }
        else if (tally.Silent.Count > 0)
        {
            set.Add("Degraded", ConditionStatus.True, "NodesUnreachable", $"not reachable: {Names(tally.Silent)}");
        }
        else
        {
            set.Add("Degraded", ConditionStatus.False, "AsExpected", "every node is as expected");
        }
    }

    private static string Names(IReadOnlyList<NodeSlot> slots) => UpgradeAdmission.Names(slots.Select(slot => slot.Name), slots.Count);
}
