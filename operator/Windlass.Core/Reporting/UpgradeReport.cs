using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>Says in <c>ClusterUpgrade.status</c> where the upgrade stands: counts and the few nodes that matter, never a list that grows with the cluster.</summary>
internal static class UpgradeReport
{
    private const int NamedNodes = 20;

    public static ClusterUpgradeStatus Of(UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, DateTimeOffset now)
    {
        var previous = view.Upgrade.Status;
        var isStarted = slots.Any(slot => slot.IsStarted);
        var isDone = situation is UpgradeSituation.Done;
        return new ClusterUpgradeStatus
        {
            ObservedGeneration = view.Upgrade.Metadata.Generation ?? 0,
            Conditions = UpgradeConditions.Of(view, slots, situation, now),

            // Kept from the start on, not from before: a first look at no node yet knows of no release but the target.
            FromRelease = (isStarted || isDone) && previous is { StartTime: not null, FromRelease: { Length: > 0 } from } ? from : UpgradeAdmission.From(view, slots),
            Stage = Stage(situation),
            CurrentComponent = situation is UpgradeSituation.Working { Components.IsEmpty: false } working ? string.Join(",", working.Components) : null,
            Nodes = Counts(view, slots),
            BlockedOn = Blockers(slots),
            OpenSchemaWindows = Windows(slots, previous, now),
            StepsRun = slots.Sum(slot => slot.Status?.StepsRun ?? 0),
            StartTime = isStarted || isDone ? previous?.StartTime ?? (isStarted ? now : null) : null,
            CompletionTime = isDone ? previous?.CompletionTime ?? now : null,
            LastProgressTime = slots.Max(slot => slot.Status?.LastProgressTime),
        };
    }

    private static string Stage(UpgradeSituation situation) => situation switch
    {
        UpgradeSituation.Refused => "Refused",
        UpgradeSituation.WaitingForLock => "Waiting",
        UpgradeSituation.Observing => "Observing",
        UpgradeSituation.PreflightFailed => "Preflight",
        UpgradeSituation.Working working => working.Stage,
        UpgradeSituation.WaitingForWindow => "Waiting",
        UpgradeSituation.BudgetSpent or UpgradeSituation.Paused => "Paused",
        UpgradeSituation.Done => "Done",
        UpgradeSituation.Finalizing or UpgradeSituation.FinishingTogether => "Finalizing",
        _ => throw new ArgumentOutOfRangeException(nameof(situation)),
    };

    private static NodeCounts Counts(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var unreachable = slots.Count(slot => slot.Status is not null && !slot.IsReachable);
        var failed = slots.Count(slot => slot.IsReachable && slot.Stalled is not null);
        var updated = slots.Count(slot => slot.IsReachable && slot.Stalled is null && slot.Status is not null && slot.IsAtTarget);
        var updating = slots.Count(slot => slot.IsReachable && slot.Stalled is null && !slot.IsAtTarget && slot.Status?.Step is not null);
        return new NodeCounts
        {
            Total = slots.Length,
            Unreachable = unreachable,
            Failed = failed,
            Updated = updated,
            Updating = updating,
            Pending = slots.Length - unreachable - failed - updated - updating,
            Skipped = view.Nodes.Count(node => node.Spec.Suspended),
            Summary = $"{updated}/{slots.Length}",
        };
    }

    private static ImmutableArray<Blocker> Blockers(ImmutableArray<NodeSlot> slots) =>
    [
        .. slots
            .Select(slot => (slot, condition: slot.Stalled ?? (slot.Status is not null && !slot.IsReachable ? slot.Condition("Reachable") : null)))
            .Where(found => found.condition is not null)
            .Take(NamedNodes)
            .Select(found => new Blocker { Name = found.slot.Name, Reason = found.condition!.Reason, Message = found.condition.Message }),
    ];

    /// <summary>A component is between two schemas from its expand until its last node runs the new code.</summary>
    private static ImmutableArray<SchemaWindow> Windows(ImmutableArray<NodeSlot> slots, ClusterUpgradeStatus? previous, DateTimeOffset now)
    {
        return
        [
            .. OpenSchemas.In(slots).Select(name => previous?.OpenSchemaWindows.FirstOrDefault(window => window.Component == name) ?? new SchemaWindow { Component = name, Since = now }),
        ];
    }
}
