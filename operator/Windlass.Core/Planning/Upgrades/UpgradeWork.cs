using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>The phases of a run that may go on, in their order: each is looked at anew on every pass, and what is done grants nothing.</summary>
internal static class UpgradeWork
{
    /// <summary>Grants what may be done now, and says what that is.</summary>
    public static UpgradeSituation Advance(UpgradeView view, ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        var spec = view.Upgrade.Spec;
        var controlPlane = new ControlPlaneWork(release, spec.SkipComponents, slots, spec.Strategy.ControlPlane.ParallelComponents, UpgradeAdmission.RolesLeftOut(view, slots));
        if (!slots.Any(slot => slot.IsStarted) && slots.All(slot => slot.IsAtTarget) && controlPlane.Advance() && controlPlane.Contracting.IsEmpty)
        {
            // Its own run has ended before, and only its spec was edited since.
            return view.Upgrade.Status is { StartTime: not null, CompletionTime: not null }
                ? Succeeded(spec)
                : new UpgradeSituation.Done("AlreadyAtTarget", $"every node is at {spec.TargetRelease}; nothing was done");
        }

        if (!Prepare(slots) && !slots.Any(IsBeyondPreparation))
        {
            return new UpgradeSituation.Working("Staging", UpgradeStage.Preparing, [], $"preparing: {BusyNodes.Names(slots, slot => !slot.IsPrepared)}");
        }

        if (!controlPlane.Advance())
        {
            return OfControlPlane(controlPlane, slots);
        }

        var gates = GateBook.Of(view, release, slots, now);
        var satellites = new SatelliteWork(release, spec.Strategy, slots, gates, now);
        if (!satellites.Advance())
        {
            return (SpentBudget(slots, spec.Strategy) ?? HeldByGate(slots, gates, UpgradeStage.Satellites)
                ?? new UpgradeSituation.Working("UpgradingDataPlane", UpgradeStage.Satellites, [], AtWork("satellites", slots, gates)) { Hold = satellites.Hold }) with { Gates = gates };
        }

        if (!controlPlane.AdvanceLate())
        {
            return OfControlPlane(controlPlane, slots);
        }

        var visits = LastVisitWork.Of(release, spec.Strategy, slots, gates, now);
        return RestartFinally(release, slots, controlPlane) ?? Close(release, spec, slots, controlPlane, visits)
            ?? VisitOnceMore(spec, slots, visits, gates) ?? Finish(release, slots, spec.Strategy.Autoremove)
            ?? Succeeded(spec);
    }

    private static UpgradeSituation.Done Succeeded(ClusterUpgradeSpec spec) => new("UpgradeSucceeded", $"every node is at {spec.TargetRelease}");

    private static UpgradeSituation.Working OfControlPlane(ControlPlaneWork work, ImmutableArray<NodeSlot> slots)
    {
        var what = work.Active.IsEmpty ? "control plane" : $"control plane of {string.Join(", ", work.Active)}";
        return new("UpgradingControlPlane", UpgradeStage.ControlPlane, work.Active, $"{what}: {work.Obstacle ?? BusyNodes.Names(slots)}") { Hold = work.Hold };
    }

    private static UpgradeSituation? RestartFinally(ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, ControlPlaneWork controlPlane) =>
        FinalRestartWork.Advance(release, controlPlane) is { IsEmpty: false } open
            ? new UpgradeSituation.Working("Verifying", UpgradeStage.FinalRestarts, open, $"last restart of {string.Join(", ", open)}: {BusyNodes.Names(slots)}")
            : null;

    private static UpgradeSituation? SpentBudget(ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy)
    {
        var stalled = slots.Where(slot => slot.Stalled is not null).Select(slot => slot.Name).ToImmutableArray();
        return SatelliteWork.IsWithinBudget(slots, strategy) || IsAnyMoving(slots)
            ? null
            : new UpgradeSituation.BudgetSpent(
                $"{stalled.Length} nodes are stalled, {strategy.FailureBudget.Allowed(slots.Length)} are put up with (strategy.failureBudget): {UpgradeAdmission.Names(stalled)}");
    }

    private static bool IsAnyMoving(ImmutableArray<NodeSlot> slots) => slots.Any(slot => slot.Stalled is null && slot.Condition("Reconciling") is not null);

    private static UpgradeSituation? HeldByGate(ImmutableArray<NodeSlot> slots, GateBook gates, string stage) => gates.Overdue is { } gate && !IsAnyMoving(slots)
        ? new UpgradeSituation.HeldByGate(stage, $"{gate.Obstacle}; no node begins, for more than {gate.HoldLimitSeconds} s. It goes on by itself when the gate opens, or with spec.skipGates: [{gate.Name}]")
        : null;

    private static string AtWork(string what, ImmutableArray<NodeSlot> slots, GateBook gates)
    {
        if (gates.Obstacle is not { } obstacle)
        {
            return $"{what}: {BusyNodes.Names(slots)}";
        }

        return slots.Any(slot => slot.Status?.Step is not null) ? $"{what}: {BusyNodes.Names(slots)}; no other begins: {obstacle}" : $"{what} wait: {obstacle}";
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
            Finish(release, slots, spec.Strategy.Autoremove);
        }

        return migrating is null
            ? new UpgradeSituation.Working("Verifying", UpgradeStage.Contracts, contracting, $"contract of {string.Join(", ", contracting)}: {BusyNodes.Names(slots)}")
            : new UpgradeSituation.Working("Verifying", UpgradeStage.OnlineMigrations, [migrating], $"online migrations of {migrating}: {BusyNodes.Names(slots)}");
    }

    /// <returns>The component whose rows are rewritten now; null: all are done.</returns>
    private static string? Migrate(ClusterReleaseSpec release, ClusterUpgradeSpec spec, ControlPlaneWork controlPlane)
    {
        var due = ReleaseGraph.Ordered(release).FirstOrDefault(component =>
            !spec.SkipComponents.Contains(component.Name)
            && component.Schema?.OnlineMigrations is not null
            && controlPlane.Servers.Pioneer(component)?.Component(component.Name)?.Schema is { } done
            && done.Contains(SchemaPhase.Expand)
            && !done.Contains(SchemaPhase.OnlineMigrations));
        if (due is not null)
        {
            controlPlane.Servers.Pioneer(due)!.Grant(WorkKind.OnlineMigrations, due.Name);
        }

        return due?.Name;
    }

    private static UpgradeSituation? VisitOnceMore(ClusterUpgradeSpec spec, ImmutableArray<NodeSlot> slots, LastVisitWork visits, GateBook gates)
    {
        if (!visits.Advance())
        {
            return null;
        }

        return (SpentBudget(slots, spec.Strategy) ?? HeldByGate(slots, gates, UpgradeStage.LastVisits)
            ?? new UpgradeSituation.Working("Verifying", UpgradeStage.LastVisits, [], AtWork("last visits (configuration management, reboots)", slots, gates)) { Hold = visits.Hold }) with { Gates = gates };
    }

    /// <summary>To give back is right at any time. A removal is work: it begins within windows only, and on one node at a time of those that serve.</summary>
    private static UpgradeSituation? Finish(ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, AutoremovePolicy policy)
    {
        bool Serves(NodeSlot slot) => release.Components.Any(component => component.ControlPlane is { } plane && slot.Spec.Roles.Contains(plane.Role));
        bool IsAnotherAtIt(NodeSlot slot) => Serves(slot) && slots.Any(other => other != slot && Serves(other) && other.IsGranted(WorkKind.Finish) && !IsFinished(other, policy));
        foreach (var slot in slots)
        {
            if (policy == AutoremovePolicy.Never || (slot.MayBegin && !IsAnotherAtIt(slot)))
            {
                slot.Grant(WorkKind.Finish);
            }
        }

        if (slots.All(slot => IsFinished(slot, policy)))
        {
            return null;
        }

        var what = policy == AutoremovePolicy.AtEnd ? "removing what nothing needs any more, giving everything back" : "giving everything back";
        var isShut = slots.All(slot => IsFinished(slot, policy) || !(slot.MayBegin || slot.IsGranted(WorkKind.Finish)));
        return new UpgradeSituation.Working(
            "Verifying", UpgradeStage.Finishing, [],
            isShut ? $"{what}: waits for the next maintenance window, or for the end of a pause" : $"{what}: {BusyNodes.Names(slots, slot => !IsFinished(slot, policy))}");
    }

    /// <summary>A node says that it is tidy only when it knows that it is to be: no report from before counts.</summary>
    private static bool IsFinished(NodeSlot slot, AutoremovePolicy policy) =>
        slot.Status is { IsGivenBack: true } status && (status.IsTidy || policy == AutoremovePolicy.Never);
}
