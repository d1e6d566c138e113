using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Everything that must be known and well before the first change.</summary>
internal static class UpgradeReadiness
{
    /// <summary>What is in the way of the first change; null: nothing.</summary>
    public static UpgradeSituation? Obstacle(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var unseen = slots.Where(slot => slot.Condition("Reachable") is null).Select(slot => slot.Name).ToImmutableArray();
        if (!unseen.IsEmpty)
        {
            return new UpgradeSituation.Observing($"looking at {UpgradeAdmission.Names(unseen)}");
        }

        var isSkipped = view.Upgrade.Spec.SkipChecks.Contains(PreflightCheck.Reachable);
        var unreachable = slots.Where(slot => !slot.IsReachable).ToImmutableArray();
        var failed = FailedChecks(view, slots);
        if (!unreachable.IsEmpty && !isSkipped)
        {
            // What the others fail is said beside it: somebody who brings one node back must not learn only then that another one's disk is full.
            var silent = unreachable.Take(failed.IsEmpty ? 5 : 3).Select(slot => $"{slot.Name}: {slot.Condition("Reachable")!.Message}");
            return new UpgradeSituation.PreflightFailed($"not reachable: {string.Join("; ", silent.Concat(failed.Take(3)))}");
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
        var target = UpgradeAdmission.Target(view, slots)!;
        var obstacle = UpgradeAdmission.Orphan(view, target, slots)
            ?? target.Components.Where(component => !view.Upgrade.Spec.SkipComponents.Contains(component.Name))
                .Select(component => UpgradeAdmission.StaysUp(component, rolesLeftOut)).FirstOrDefault(found => found is not null);
        if (obstacle is not null)
        {
            return new UpgradeSituation.Refused("InvalidSpec", obstacle);
        }

        return failed.IsEmpty ? null : new UpgradeSituation.PreflightFailed(string.Join("; ", failed.Take(5)));
    }

    private static ImmutableArray<string> FailedChecks(UpgradeView view, ImmutableArray<NodeSlot> slots) =>
    [
        .. slots.Where(slot => slot.IsReachable).SelectMany(slot => (slot.Status?.FailedChecks ?? [])
            .Where(check => CheckPolicy.Blocks(view.Upgrade.Spec, check))
            .Select(check => $"{slot.Name}: {check.Check}: {check.Message}")).Distinct(),
    ];
}
