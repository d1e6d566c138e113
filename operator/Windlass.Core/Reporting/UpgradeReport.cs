using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>Says in <c>ClusterUpgrade.status</c> where the upgrade stands: counts and the few nodes that matter, never a list that grows with the cluster.</summary>
internal static class UpgradeReport
{
    public static ClusterUpgradeStatus Of(UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, PlanReview? review, DateTimeOffset now)
    {
        var previous = view.Upgrade.Status;
        var tally = new SlotTally(slots);
        var isStarted = tally.IsStarted;
        var isDone = situation is UpgradeSituation.Done or UpgradeSituation.Aborted;
        var gates = isDone || situation is UpgradeSituation.Finalizing ? [] : situation.Gates.Statuses(previous?.Gates ?? []);
        return new ClusterUpgradeStatus
        {
            ObservedGeneration = view.Upgrade.Metadata.Generation ?? 0,
            Conditions = UpgradeConditions.Of(view, slots, tally, situation, gates, review, now),

            // Kept from the start on, not from before: a first look at no node yet knows of no release but the target.
            FromRelease = (isStarted || isDone) && previous is { StartTime: not null, FromRelease: { Length: > 0 } from } ? from : UpgradeAdmission.From(view, slots),
            Stage = Stage(situation),
            CurrentComponent = Components(situation),
            Nodes = tally.Counts(view.Nodes.Count(node => node.Spec.Suspended)) with { Drifted = situation is UpgradeSituation.Done ? Drift.In(view, slots).Nodes.Length : 0 },
            BlockedOn = tally.Blockers,
            OpenSchemaWindows = OpenSchemas.Windows(view, slots, now),
            Window = isDone || view.Upgrade.Spec.MaintenanceWindows.IsEmpty ? null : Window(view.Upgrade.Spec.MaintenanceWindows, now),
            Gates = gates,
            PlanHash = review is { Hash.Length: > 0 } ? review.Hash : isStarted || isDone ? previous?.PlanHash : null,
            StepsRun = tally.StepsRun,
            StepTimes = !isDone ? [] : previous is { CompletionTime: not null, StepTimes.IsEmpty: false } ? previous.StepTimes : RunRecord.Of(view.Orders),
            StartTime = isStarted || isDone ? previous?.StartTime ?? (isStarted ? now : null) : null,
            Clocks = RunClocks.At(previous?.Clocks, Clock(situation), now),
            CompletionTime = isDone ? previous?.CompletionTime ?? now : null,
            LastProgressTime = tally.LastProgress,
            History = RunHistory.Of(view),
        };
    }

    /// <summary>Components in work, separated by commas; null: none is.</summary>
    public static string? Components(UpgradeSituation situation) =>
        situation is UpgradeSituation.Working { Components.IsEmpty: false } working ? string.Join(",", working.Components) : null;

    /// <summary>Name of the stage that an upgrade is in.</summary>
    public static string Stage(UpgradeSituation situation) => situation switch
    {
        UpgradeSituation.Refused => UpgradeStage.Refused,
        UpgradeSituation.WaitingForLock => UpgradeStage.Waiting,
        UpgradeSituation.Observing => UpgradeStage.Observing,
        UpgradeSituation.PreflightFailed => UpgradeStage.Preflight,
        UpgradeSituation.AwaitingApproval => UpgradeStage.Waiting,
        UpgradeSituation.Working working => working.Stage,
        UpgradeSituation.WaitingForWindow => UpgradeStage.Waiting,
        UpgradeSituation.HeldByGate held => held.Stage,
        UpgradeSituation.BudgetSpent or UpgradeSituation.Paused => UpgradeStage.Paused,
        UpgradeSituation.Done => UpgradeStage.Done,
        UpgradeSituation.Aborted => UpgradeStage.Aborted,
        UpgradeSituation.Finalizing or UpgradeSituation.FinishingHalted => UpgradeStage.Finalizing,
        _ => throw new ArgumentOutOfRangeException(nameof(situation)),
    };

    private static RunClock Clock(UpgradeSituation situation) => situation switch
    {
        UpgradeSituation.Observing or UpgradeSituation.Working or UpgradeSituation.Finalizing or UpgradeSituation.FinishingHalted => RunClock.Active,
        UpgradeSituation.Paused paused => paused.IsQuiet ? RunClock.Paused : RunClock.Active,
        UpgradeSituation.Refused or UpgradeSituation.WaitingForLock or UpgradeSituation.PreflightFailed or UpgradeSituation.AwaitingApproval
            or UpgradeSituation.WaitingForWindow or UpgradeSituation.HeldByGate or UpgradeSituation.BudgetSpent => RunClock.Waiting,
        UpgradeSituation.Done or UpgradeSituation.Aborted => RunClock.Stopped,
        _ => throw new ArgumentOutOfRangeException(nameof(situation)),
    };

    private static WindowState Window(ImmutableArray<MaintenanceWindow> windows, DateTimeOffset now) => WindowClock.Left(windows, now) is { } left
        ? new WindowState { Open = true, CloseTime = (now + left).ToUniversalTime() }
        : new WindowState { OpenTime = WindowClock.NextOpening(windows, now)?.ToUniversalTime() };
}
