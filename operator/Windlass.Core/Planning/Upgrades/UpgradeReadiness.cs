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
        var target = UpgradeAdmission.Target(view, slots)!;
        var obstacle = UpgradeAdmission.Orphan(view, target, slots)
            ?? target.Components.Where(component => !view.Upgrade.Spec.SkipComponents.Contains(component.Name))
                .Select(component => UpgradeAdmission.StaysUp(component, rolesLeftOut)).FirstOrDefault(found => found is not null);
        if (obstacle is not null)
        {
            return new UpgradeSituation.Refused("InvalidSpec", obstacle);
        }

        var failed = slots.SelectMany(slot => (slot.Status?.FailedChecks ?? [])
            .Where(check => CheckPolicy.Blocks(view.Upgrade.Spec, check))
            .Select(check => $"{slot.Name}: {check.Check}: {check.Message}")).ToImmutableArray();
        return failed.IsEmpty ? null : new UpgradeSituation.PreflightFailed(string.Join("; ", failed.Distinct().Take(5)));
    }
}
