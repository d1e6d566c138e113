using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Forecasting;

/// <summary>
/// How long an upgrade will still be at work, by what its nodes report and by what steps took, in this run first and in earlier ones. The planner is
/// driven over the nodes that serve; the others go through their windows beside it. Processor time does not grow with the run that is left.
/// </summary>
internal sealed class RemainingTime
{
    private readonly UpgradeView _view;
    private readonly ImmutableArray<NodeSlot> _slots;
    private readonly ClusterReleaseSpec _release;
    private readonly WorkLeft _work;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, double> _alike = new(StringComparer.Ordinal);

    private RemainingTime(UpgradeView view, ImmutableArray<NodeSlot> slots, ClusterReleaseSpec release, DateTimeOffset now)
    {
        (_view, _slots, _release, _now) = (view, slots, release, now);
        _work = WorkLeft.Learned(view, release);
    }

    /// <summary>Time at work, maintenance windows left aside.</summary>
    /// <param name="view">The objects; nobody pauses the upgrade, and nothing is refused.</param>
    /// <param name="now">The operator's time.</param>
    /// <returns>Null: it would wait for somebody.</returns>
    public static TimeSpan? Of(UpgradeView view, DateTimeOffset now)
    {
        var open = view with { Upgrade = Ready(view.Upgrade), AreGatesOpen = true };
        var slots = NodeSlots.Of(open, now);
        return UpgradeAdmission.Target(open, slots) is { } release && slots.All(slot => slot is { IsReachable: true, Stalled: null })
            ? new RemainingTime(open, slots, release, now).Sum()
            : null;
    }

    private TimeSpan? Sum()
    {
        var serving = _slots.Where(IsServing).Select(slot => slot.Name).ToImmutableHashSet();
        var run = new ServingRun(Only(serving), _release, _work, _now);
        if ((serving.IsEmpty ? TimeSpan.Zero : run.Go()) is not { } inSeries)
        {
            return null;
        }

        var (preparing, visits, last, trial) = (0.0, 0.0, 0.0, 0.0);
        foreach (var role in _slots.Where(slot => !serving.Contains(slot.Name)).GroupBy(slot => slot.Role))
        {
            var policy = SatellitePolicy.Of(_release, _view.Upgrade.Spec.Strategy, role.Key);
            ImmutableArray<NodeSlot> nodes = [.. policy.PerFailureDomain ? role.OrderBy(slot => slot.Spec.FailureDomain, StringComparer.Ordinal) : (IEnumerable<NodeSlot>)role];
            policy = Canaries.InFront(policy, ref nodes, static slot => slot.Node);
            preparing = Math.Max(preparing, nodes.Max(Preparing));
            var seconds = VisitWindow.Seconds([.. nodes.Select(slot => Visit(slot, policy)).OfType<AwaitedVisit>()], policy);
            if (_view.Upgrade.Spec.Strategy.CanaryRole is { } first && first.Role == role.Key)
            {
                trial = seconds + Soaking(nodes, first);
            }
            else
            {
                visits = Math.Max(visits, seconds);
            }

            last = Math.Max(last, VisitWindow.Seconds([.. nodes.Select(slot => LastVisit(slot, policy)).OfType<AwaitedVisit>()], policy with { Canary = null }));
        }

        return inSeries + TimeSpan.FromSeconds(
            Math.Max(0, preparing - run.Preparing.TotalSeconds) + trial + visits + Math.Max(0, last - run.LastVisits.TotalSeconds));
    }

    /// <summary>Time for which the others still wait once all of them are at the target.</summary>
    private double Soaking(ImmutableArray<NodeSlot> nodes, CanaryRole first) => nodes.All(slot => slot.IsAtTarget)
        ? Math.Max(0, first.SoakSeconds - (_now - (nodes.Max(slot => slot.LastDone) ?? DateTimeOffset.MinValue)).TotalSeconds)
        : first.SoakSeconds;

    /// <summary>The objects as if there were no other nodes; a strategy for roles that nobody has would be refused.</summary>
    private UpgradeView Only(ImmutableHashSet<string> names)
    {
        var (spec, nodes) = (_view.Upgrade.Spec, _view.Nodes.Where(node => names.Contains(node.Metadata.Name)).ToImmutableArray());
        var roles = nodes.SelectMany(node => node.Spec.Roles).ToImmutableHashSet();
        var satellites = spec.Strategy.Satellites.RemoveRange(spec.Strategy.Satellites.Keys.Where(role => !roles.Contains(role)))
            .ToImmutableSortedDictionary(one => one.Key, one => one.Value.Canary is { Names.IsEmpty: true, NodeSelector.IsEmpty: true } ? one.Value : one.Value with { Canary = null });
        var strategy = spec.Strategy with { Satellites = satellites, CanaryRole = null };
        return _view with
        {
            Upgrade = _view.Upgrade with { Spec = spec with { Strategy = strategy } },
            Nodes = nodes,
            Orders = [.. _view.Orders.Where(order => names.Contains(order.Spec.NodeName))],
        };
    }

    private bool IsServing(NodeSlot slot) => _release.Components.Any(component => component.ControlPlane is { } plane && slot.Spec.Roles.Contains(plane.Role));

    private double Preparing(NodeSlot slot) => slot.IsPrepared || slot.IsAtTarget ? 0 : Seconds(slot, slot.IsGranted(WorkKind.Prepare), [new Grant { Work = WorkKind.Prepare }]);

    /// <returns>Null: it was over long ago.</returns>
    private AwaitedVisit? Visit(NodeSlot slot, SatelliteStrategy policy)
    {
        if (slot.IsAtTarget)
        {
            return Settling(slot, slot.LastDone, policy);
        }

        var isBegun = slot.Components.Any(component => component.State != ComponentState.AtTarget && slot.IsGranted(WorkKind.Upgrade, component.Name));
        return new AwaitedVisit(
            slot.Spec.FailureDomain,
            Seconds(slot, isBegun, [.. slot.Components.Where(component => component.State != ComponentState.AtTarget).Select(component => new Grant { Work = WorkKind.Upgrade, Component = component.Name })]),
            policy.SettleSeconds,
            isBegun);
    }

    private AwaitedVisit? LastVisit(NodeSlot slot, SatelliteStrategy policy)
    {
        var isBegun = slot.IsGranted(WorkKind.Configure);
        var isDue = slot.IsPrepared ? slot.Status!.IsConfigurationDue : _release.Quiesce.Any(service => service.RunAtEnd is not null);
        if (!isBegun && (!isDue || _view.Upgrade.Spec.Strategy.ConfigurationRun != ConfigurationPolicy.AtEnd))
        {
            return null;
        }

        return slot.Status?.LastVisitTime is { } over
            ? Settling(slot, over, policy)
            : new AwaitedVisit(slot.Spec.FailureDomain, Seconds(slot, isBegun, [new Grant { Work = WorkKind.Configure }]), policy.SettleSeconds, isBegun);
    }

    private AwaitedVisit? Settling(NodeSlot slot, DateTimeOffset? since, SatelliteStrategy policy) =>
        since is { } done && policy.SettleSeconds - (_now - done).TotalSeconds is > 0 and var left ? new AwaitedVisit(slot.Spec.FailureDomain, 0, left, IsBegun: true) : null;

    /// <summary>Of nodes that have not begun those are alike that have the same components left.</summary>
    private double Seconds(NodeSlot slot, bool isBegun, ImmutableArray<Grant> grants)
    {
        if (slot is not { Status: { } status, Order: { } order })
        {
            return 0;
        }

        if (isBegun)
        {
            return _work.Seconds(order with { Grants = grants }, status, slot.Spec.Roles, _now);
        }

        var kind = $"{slot.Role} {string.Join(',', grants.Select(grant => grant.Component))} {grants[0].Work}";
        return _alike.TryGetValue(kind, out var seconds)
            ? seconds
            : _alike[kind] = _work.Seconds(order with { Grants = grants }, status with { Step = null }, slot.Spec.Roles, _now);
    }

    private static ClusterUpgrade Ready(ClusterUpgrade upgrade) => upgrade with
    {
        Spec = upgrade.Spec with { PauseRequests = [], MaintenanceWindows = [], Approval = new UpgradeApproval() },
        Status = upgrade.Status is { } status ? status with { CompletionTime = null } : null,
    };
}
