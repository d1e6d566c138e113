using System.Collections.Immutable;
using Windlass.Core.Api.Meta;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>The end of a run that people do not want any more: deleted, or aborted. What is in hand reaches a safe boundary, and what is ours is given back.</summary>
internal static class SafeStop
{
    /// <summary>The same way as a deletion, but for its end: the object stays. What had come to its end before is not aborted any more.</summary>
    public static UpgradeSituation Abort(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var isOver = view.Upgrade.Status is { CompletionTime: not null };
        var ready = view.Upgrade.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        if (isOver && ready is { Status: ConditionStatus.True })
        {
            return new UpgradeSituation.Done(ready.Reason, "it was over before spec.abort was set");
        }

        var ending = isOver ? new UpgradeSituation.Finalizing("", IsGivenBack: true) : Finalize(view, slots);
        return ending is UpgradeSituation.Finalizing { IsGivenBack: true }
            ? new UpgradeSituation.Aborted($"aborted by spec.abort: nothing is left on any node, and what was upgraded stays so; apply another ClusterUpgrade to {view.Upgrade.Spec.TargetRelease} to go on")
            : ending;
    }

    /// <summary>The object waits for us until no node has anything of ours; a node that does not answer may have.</summary>
    public static UpgradeSituation Finalize(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        if (UpgradeAdmission.Target(view, slots) is { } release)
        {
            var controlPlane = new ControlPlaneWork(release, view.Upgrade.Spec.SkipComponents, slots, view.Upgrade.Spec.Strategy.ControlPlane.ParallelComponents, UpgradeAdmission.RolesLeftOut(view, slots));
            if (controlPlane.FinishHalted() is { IsEmpty: false } nodes)
            {
                return new UpgradeSituation.FinishingHalted(
                    $"{string.Join(", ", controlPlane.Active)} is down for its schema: it is brought back first: {BusyNodes.Names(slots)}", nodes);
            }
        }

        var left = slots.Where(slot => slot.Status is not null && slot.IsStarted
            && !(slot.IsObserved && slot.Status.IsGivenBack && slot.Condition("Reconciling") is null)).ToImmutableArray();
        return left.IsEmpty
            ? new UpgradeSituation.Finalizing("nothing is left on any node", IsGivenBack: true)
            : new UpgradeSituation.Finalizing($"giving back what is ours: {BusyNodes.Names(left)}", IsGivenBack: false);
    }
}
