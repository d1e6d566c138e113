using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Writes what each node may do as its work order.</summary>
internal static class WorkOrders
{
    /// <summary>When the run is over the grants are taken back: nothing moves any more. When it cannot begin, or must not go on, they stay.</summary>
    public static ImmutableArray<NodeUpgradeSpec> Of(UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, DateTimeOffset now)
    {
        if (situation is UpgradeSituation.Refused or UpgradeSituation.WaitingForLock)
        {
            return [.. view.Orders.Select(order => order.Spec)];
        }

        var (isPaused, from) = (Pauses.Live(view, now).Length > 0, UpgradeAdmission.FromRelease(view, slots));
        return
        [
            .. slots.Select(slot => Order(view, slot, from, Mode(slot, situation, isPaused), situation is UpgradeSituation.Done or UpgradeSituation.Aborted ? [] : slot.Grants)),
            .. LeftOut(view, slots),
        ];
    }

    /// <summary>Nodes that were suspended or are selected no more: what they were granted is not done any further.</summary>
    private static IEnumerable<NodeUpgradeSpec> LeftOut(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        if (slots.Count(slot => slot.Order is not null) == view.Orders.Length)
        {
            return [];
        }

        var selected = slots.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        return view.Orders.Where(order => !selected.Contains(order.Spec.NodeName))
            .Select(order => order.Spec.Mode == WorkMode.Pause ? order.Spec : order.Spec with { Mode = WorkMode.Pause });
    }

    private static WorkMode Mode(NodeSlot slot, UpgradeSituation situation, bool isPaused) => situation switch
    {
        UpgradeSituation.Finalizing => WorkMode.WrapUp,
        UpgradeSituation.FinishingHalted ending when !ending.Nodes.Contains(slot.Name) => WorkMode.WrapUp,
        UpgradeSituation.Paused => WorkMode.Pause,
        _ when slot.IsPaused => WorkMode.Pause,
        UpgradeSituation.FinishingHalted or UpgradeSituation.Aborted => WorkMode.Run,
        _ => isPaused ? WorkMode.Pause : WorkMode.Run,
    };

    private static NodeUpgradeSpec Order(UpgradeView view, NodeSlot slot, string release, WorkMode mode, ImmutableArray<Grant> grants)
    {
        // It matters to granted work alone: an order without any is not written anew as the nodes report one after the other.
        var from = grants.IsEmpty ? slot.Order?.FromRelease ?? "" : release;
        var retry = RetryOn(view, slot.Name);
        return slot.Order is { } before && before.Retry == retry && IsAsItWas(view, slot, before, from, mode, grants) ? before : new()
        {
            UpgradeName = view.Upgrade.Metadata.Name,
            NodeName = slot.Name,
            TargetRelease = view.Upgrade.Spec.TargetRelease,
            Role = slot.Role,
            FailureDomain = slot.Spec.FailureDomain,
            FromRelease = from,
            Grants = grants,
            Mode = mode,
            ControlPlane = view.Upgrade.Spec.Strategy.ControlPlane,
            Dependencies = view.Upgrade.Spec.Strategy.Dependencies,
            Autoremove = view.Upgrade.Spec.Strategy.Autoremove,
            MaxAttempts = view.Upgrade.Spec.Strategy.MaxAttempts,
            StallAfterSeconds = view.Upgrade.Spec.Strategy.StallAfterSeconds,
            Retry = retry,
        };
    }

    private static string RetryOn(UpgradeView view, string node)
    {
        foreach (var request in view.Upgrade.Spec.Retries)
        {
            if (request.Node == node)
            {
                return request.After;
            }
        }

        return "";
    }

    /// <summary>What is as it was stays the very same object: thousands of orders need no comparing, nor writing.</summary>
    private static bool IsAsItWas(UpgradeView view, NodeSlot slot, NodeUpgradeSpec before, string from, WorkMode mode, ImmutableArray<Grant> grants) =>
        (before.Grants == grants || (before.Grants.IsEmpty && grants.IsEmpty))
        && before.Mode == mode
        && before.UpgradeName == view.Upgrade.Metadata.Name
        && before.TargetRelease == view.Upgrade.Spec.TargetRelease
        && before.FromRelease == from
        && before.Role == slot.Role
        && before.FailureDomain == slot.Spec.FailureDomain
        && before.ControlPlane == view.Upgrade.Spec.Strategy.ControlPlane
        && before.Dependencies == view.Upgrade.Spec.Strategy.Dependencies
        && before.Autoremove == view.Upgrade.Spec.Strategy.Autoremove
        && before.MaxAttempts == view.Upgrade.Spec.Strategy.MaxAttempts
        && before.StallAfterSeconds == view.Upgrade.Spec.Strategy.StallAfterSeconds;
}
