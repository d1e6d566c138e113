using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
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

    /// <summary>What would be granted: the plan itself is made of it.</summary>
    internal static UpgradeOutcome Grants(UpgradeView view, DateTimeOffset now)
    {
        var slots = NodeSlots.Of(view, now);
        return Outcome(view, slots, Situation(view, slots, now), review: null, now);
    }

    private static UpgradeOutcome Outcome(UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, PlanReview? review, DateTimeOffset now) => new()
    {
        Orders = WorkOrders.Of(view, slots, situation, now),
        Status = UpgradeReport.Of(view, slots, situation, review, now),
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
            return Finalizing(view, slots);
        }

        if (view.Upgrade.Spec.Abort)
        {
            return Aborting(view, slots);
        }

        if (Finished(view, slots) is { } finished)
        {
            return finished;
        }

        var isStarted = slots.Any(slot => slot.IsStarted);
        var refusal = UpgradeAdmission.Declaration(view, slots) ?? (isStarted ? UpgradeAdmission.Retarget(view) : UpgradeAdmission.Lock(view));
        if ((refusal ?? (isStarted ? null : Unstarted(view, slots))) is { } obstacle)
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

        return WaitsForWindow(view, slots, now) ?? Advance(view, Target(view, slots)!, slots, now);
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

        var drifted = slots.Where(slot => slot.Status is not null && !slot.IsAtTarget).Select(slot => slot.Name).ToImmutableArray();
        var message = drifted.IsEmpty
            ? $"every node is at {view.Upgrade.Spec.TargetRelease}"
            : $"since the end of the upgrade these have changed: {UpgradeAdmission.Names(drifted)}";
        return new UpgradeSituation.Done(status.StartTime is null ? "AlreadyAtTarget" : "UpgradeSucceeded", message);
    }

    /// <summary>Everything that must be known and well before the first change.</summary>
    private static UpgradeSituation? Unstarted(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var unseen = slots.Where(slot => slot.Condition("Reachable") is null).Select(slot => slot.Name).ToImmutableArray();
        if (!unseen.IsEmpty)
        {
            return new UpgradeSituation.Observing($"looking at {UpgradeAdmission.Names(unseen)}");
        }

        var isSkipped = view.Upgrade.Spec.SkipChecks.Contains(PreflightCheck.Reachable);
        var unreachable = slots.Where(slot => !slot.IsReachable).ToImmutableArray();
        if (!unreachable.IsEmpty && !isSkipped)
        {
            return new UpgradeSituation.PreflightFailed(
                $"not reachable: {string.Join("; ", unreachable.Take(5).Select(slot => $"{slot.Name}: {slot.Condition("Reachable")!.Message}"))}");
        }

        if (UpgradeAdmission.Path(view, [.. slots.Where(slot => slot.IsReachable)]) is { } refusal)
        {
            return refusal;
        }

        if (slots.All(slot => slot.IsAtTarget))
        {
            return null;
        }

        var rolesLeftOut = UpgradeAdmission.RolesLeftOut(view, slots);
        var target = Target(view, slots)!;
        var obstacle = UpgradeAdmission.Orphan(view, target, slots)
            ?? target.Components.Where(component => !view.Upgrade.Spec.SkipComponents.Contains(component.Name))
                .Select(component => UpgradeAdmission.StaysUp(component, rolesLeftOut)).FirstOrDefault(found => found is not null);
        if (obstacle is not null)
        {
            return new UpgradeSituation.Refused("InvalidSpec", obstacle);
        }

        var failed = slots.SelectMany(slot => (slot.Status?.FailedChecks ?? [])
            .Where(check => !view.Upgrade.Spec.SkipChecks.Contains(check.Check))
            .Select(check => $"{slot.Name}: {check.Check}: {check.Message}")).ToImmutableArray();
        return failed.IsEmpty ? null : new UpgradeSituation.PreflightFailed(string.Join("; ", failed.Distinct().Take(5)));
    }

    private static UpgradeSituation Advance(UpgradeView view, ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        var spec = view.Upgrade.Spec;
        var controlPlane = new ControlPlaneWork(release, spec.SkipComponents, slots, spec.Strategy.ControlPlane.ParallelComponents, UpgradeAdmission.RolesLeftOut(view, slots));
        if (!slots.Any(slot => slot.IsStarted) && slots.All(slot => slot.IsAtTarget) && controlPlane.Advance() && controlPlane.Contracting.IsEmpty)
        {
            return new UpgradeSituation.Done("AlreadyAtTarget", $"every node is at {spec.TargetRelease}; nothing was done");
        }

        if (!Prepare(slots) && !slots.Any(IsBeyondPreparation))
        {
            return new UpgradeSituation.Working("Staging", "Preparing", [], $"preparing: {Busy(slots, slot => !slot.IsPrepared)}");
        }

        if (!controlPlane.Advance())
        {
            return new UpgradeSituation.Working(
                "UpgradingControlPlane", "ControlPlane", controlPlane.Active, $"control plane of {string.Join(", ", controlPlane.Active)}: {controlPlane.Obstacle ?? Busy(slots)}");
        }

        if (!SatelliteWork.Advance(slots, spec.Strategy, now))
        {
            return SpentBudget(slots, spec.Strategy) ?? new UpgradeSituation.Working("UpgradingDataPlane", "Satellites", [], $"satellites: {Busy(slots)}");
        }

        var visits = LastVisitWork.Of(release, controlPlane, spec.Strategy, slots, now);
        return RestartFinally(release, slots, controlPlane) ?? Close(release, spec, slots, controlPlane, visits)
            ?? VisitOnceMore(spec, slots, visits) ?? Finish(slots)
            ?? new UpgradeSituation.Done("UpgradeSucceeded", $"every node is at {spec.TargetRelease}");
    }

    /// <summary>The target as it is for where this cluster comes from; null: there is no such release.</summary>
    private static ClusterReleaseSpec? Target(UpgradeView view, ImmutableArray<NodeSlot> slots) =>
        UpgradeAdmission.Find(view, view.Upgrade.Spec.TargetRelease)?.Spec.From(UpgradeAdmission.FromRelease(view, slots));

    private static UpgradeSituation? RestartFinally(ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, ControlPlaneWork controlPlane) =>
        FinalRestartWork.Advance(release, controlPlane) is { IsEmpty: false } open
            ? new UpgradeSituation.Working("Verifying", "FinalRestarts", open, $"last restart of {string.Join(", ", open)}: {Busy(slots)}")
            : null;

    /// <summary>What is in hand is finished at any time.</summary>
    private static UpgradeSituation? WaitsForWindow(UpgradeView view, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        var windows = view.Upgrade.Spec.MaintenanceWindows;
        var isQuiet = slots.All(slot => slot.Status?.Step is null && slot.IsObserved);
        if (WindowClock.IsOpen(windows, now) || !isQuiet || slots.All(slot => slot.IsAtTarget))
        {
            return null;
        }

        var next = WindowClock.NextOpening(windows, now);
        return new UpgradeSituation.WaitingForWindow(next is { } opening
            ? $"no node is begun before the next maintenance window opens at {opening:yyyy-MM-dd HH:mm zzz}"
            : "no maintenance window opens within a week: check spec.maintenanceWindows");
    }

    private static UpgradeSituation? SpentBudget(ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy)
    {
        var stalled = slots.Where(slot => slot.Stalled is not null).Select(slot => slot.Name).ToImmutableArray();
        return SatelliteWork.IsWithinBudget(slots, strategy) || slots.Any(slot => slot.Stalled is null && slot.Condition("Reconciling") is not null)
            ? null
            : new UpgradeSituation.BudgetSpent(
                $"{stalled.Length} nodes are stalled, {strategy.FailureBudget.Allowed(slots.Length)} are put up with (strategy.failureBudget): {UpgradeAdmission.Names(stalled)}");
    }

    private static bool IsBeyondPreparation(NodeSlot slot) => slot.Grants.Any(grant => grant.Work != WorkKind.Prepare);

    private static bool Prepare(ImmutableArray<NodeSlot> slots)
    {
        foreach (var slot in slots.Where(slot => slot.MayBegin && !slot.IsAtTarget))
        {
            slot.Grant(WorkKind.Prepare);
        }

        return slots.All(slot => slot.IsPaused || slot.IsAtTarget || (slot.IsObserved && slot.IsPrepared));
    }

    /// <summary>The last contracts, then online migrations, one at a time. What no last visit waits for is given back meanwhile.</summary>
    private static UpgradeSituation? Close(
        ClusterReleaseSpec release, ClusterUpgradeSpec spec, ImmutableArray<NodeSlot> slots, ControlPlaneWork controlPlane, LastVisitWork visits)
    {
        var contracting = controlPlane.Contracting;
        var migrating = contracting.IsEmpty ? Migrate(release, spec, controlPlane) : null;
        if (contracting.IsEmpty && migrating is null)
        {
            return null;
        }

        if (!visits.IsDue)
        {
            Finish(slots);
        }

        return migrating is null
            ? new UpgradeSituation.Working("Verifying", "Contracts", contracting, $"contract of {string.Join(", ", contracting)}: {Busy(slots)}")
            : new UpgradeSituation.Working("Verifying", "OnlineMigrations", [migrating], $"online migrations of {migrating}: {Busy(slots)}");
    }

    /// <returns>The component whose rows are rewritten now; null: all are done.</returns>
    private static string? Migrate(ClusterReleaseSpec release, ClusterUpgradeSpec spec, ControlPlaneWork controlPlane)
    {
        var due = ReleaseGraph.Ordered(release).FirstOrDefault(component =>
            !spec.SkipComponents.Contains(component.Name)
            && component.Schema?.OnlineMigrations is not null
            && controlPlane.Pioneer(component)?.Component(component.Name)?.Schema is { } done
            && done.Contains(SchemaPhase.Expand)
            && !done.Contains(SchemaPhase.OnlineMigrations));
        if (due is not null)
        {
            controlPlane.Pioneer(due)!.Grant(WorkKind.OnlineMigrations, due.Name);
        }

        return due?.Name;
    }

    private static UpgradeSituation? VisitOnceMore(ClusterUpgradeSpec spec, ImmutableArray<NodeSlot> slots, LastVisitWork visits)
    {
        if (!visits.Advance())
        {
            return null;
        }

        return SpentBudget(slots, spec.Strategy)
            ?? new UpgradeSituation.Working("Verifying", "LastVisits", [], $"last visits (configuration management, reboots): {Busy(slots)}");
    }

    private static UpgradeSituation? Finish(ImmutableArray<NodeSlot> slots)
    {
        foreach (var slot in slots)
        {
            slot.Grant(WorkKind.Finish);
        }

        return slots.All(slot => slot.Status is { IsGivenBack: true })
            ? null
            : new UpgradeSituation.Working("Verifying", "Finishing", [], $"giving everything back: {Busy(slots, slot => slot.Status is not { IsGivenBack: true })}");
    }

    /// <summary>The same way as a deletion, but for its end: the object stays. What had come to its end before is not aborted any more.</summary>
    private static UpgradeSituation Aborting(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var isOver = view.Upgrade.Status is { CompletionTime: not null };
        var ready = view.Upgrade.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        if (isOver && ready is { Status: ConditionStatus.True })
        {
            return new UpgradeSituation.Done(ready.Reason, "it was over before spec.abort was set");
        }

        var ending = isOver ? new UpgradeSituation.Finalizing("", IsGivenBack: true) : Finalizing(view, slots);
        return ending is UpgradeSituation.Finalizing { IsGivenBack: true }
            ? new UpgradeSituation.Aborted($"aborted by spec.abort: nothing is left on any node, and what was upgraded stays so; apply another ClusterUpgrade to {view.Upgrade.Spec.TargetRelease} to go on")
            : ending;
    }

    /// <summary>The object waits for us until no node has anything of ours; a node that does not answer may have.</summary>
    private static UpgradeSituation Finalizing(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        if (Target(view, slots) is { } release)
        {
            var controlPlane = new ControlPlaneWork(release, view.Upgrade.Spec.SkipComponents, slots, view.Upgrade.Spec.Strategy.ControlPlane.ParallelComponents, UpgradeAdmission.RolesLeftOut(view, slots));
            if (controlPlane.FinishTogether())
            {
                return new UpgradeSituation.FinishingTogether(
                    $"{string.Join(", ", controlPlane.Active)} is down on every node for its schema: it is brought back first: {Busy(slots)}");
            }
        }

        var left = slots.Where(slot => slot.Status is not null && slot.IsStarted
            && !(slot.IsObserved && slot.Status.IsGivenBack && slot.Condition("Reconciling") is null)).ToImmutableArray();
        return left.IsEmpty
            ? new UpgradeSituation.Finalizing("nothing is left on any node", IsGivenBack: true)
            : new UpgradeSituation.Finalizing($"giving back what is ours: {Busy(left)}", IsGivenBack: false);
    }

    private static string Busy(ImmutableArray<NodeSlot> slots) => Busy(slots, slot => slot.Status?.Step is not null);

    private static string Busy(ImmutableArray<NodeSlot> slots, Func<NodeSlot, bool> isBusy)
    {
        var busy = slots.Where(isBusy).Select(slot => slot.Status?.Step is { } step
            ? $"{slot.Name} ({(step.Component.Length == 0 ? step.Name : $"{step.Name} {step.Component}")})"
            : slot.Name).ToImmutableArray();
        return busy.IsEmpty ? "granting" : UpgradeAdmission.Names(busy);
    }
}
