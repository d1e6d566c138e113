using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Forecasting;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// What is over before the maintenance window closes that is open now, by what steps took in this run and in earlier ones. A component is begun on its
/// pioneer only when there is time for its peers too: otherwise old code would run beside the new schema until the next window.
/// </summary>
internal sealed class WindowRoom
{
    private readonly Lazy<WorkLeft> _work;
    private readonly Dictionary<string, double> _alike = new(StringComparer.Ordinal);
    private readonly ImmutableArray<MaintenanceWindow> _windows;
    private readonly DateTimeOffset _now;
    private readonly TimeSpan _left;
    private (string Work, TimeSpan Takes)? _shortest;

    private WindowRoom(UpgradeView view, ClusterReleaseSpec release, DateTimeOffset now)
    {
        (_windows, _now) = (view.Upgrade.Spec.MaintenanceWindows, now);
        _left = WindowClock.Left(_windows, now) ?? TimeSpan.Zero;
        _work = new Lazy<WorkLeft>(() => WorkLeft.Learned(view, release));
    }

    /// <summary>Of an upgrade that has maintenance windows; null: its target is not known.</summary>
    public static WindowRoom? Of(UpgradeView view, DateTimeOffset now) =>
        UpgradeAdmission.Find(view, view.Upgrade.Spec.TargetRelease) is { } release ? new WindowRoom(view, release.Spec, now) : null;

    /// <summary>One node's work is over in time.</summary>
    public bool Holds(NodeSlot slot, ImmutableArray<Grant> work) => Holds(() => $"{Title(work)} on {slot.Name}", Takes(slot, work));

    /// <summary>A component is brought to the target on all of its servers in time.</summary>
    /// <param name="component">The component, which no server has begun.</param>
    /// <param name="servers">The servers that are behind, the pioneer first.</param>
    public bool Holds(ReleaseComponent component, ImmutableArray<NodeSlot> servers)
    {
        var upgrade = new Grant { Work = WorkKind.Upgrade, Component = component.Name };
        var each = servers.Select((slot, at) => Takes(slot, at == 0 ? [upgrade, new Grant { Work = WorkKind.MoveSchema, Component = component.Name }] : [upgrade]));
        return Holds(
            () => $"{component.Name} on {UpgradeAdmission.Names(servers.Select(slot => slot.Name), servers.Length)}",
            component.Schema is { Window: SchemaWindowKind.AllStopped } ? each.Max() : each.Aggregate(TimeSpan.Zero, (sum, takes) => sum + takes));
    }

    /// <summary>What is told when nothing could begin for want of time; null: nothing was refused for that.</summary>
    public UpgradeSituation? Refusal
    {
        get
        {
            if (_shortest is not var (work, takes))
            {
                return null;
            }

            var longest = WindowClock.Longest(_windows, _now);
            if (takes > longest)
            {
                return new UpgradeSituation.Refused(
                    "InvalidSpec", $"maintenanceWindows: {work} takes about {Minutes(takes)}, and no window is longer than {Minutes(longest)}: lengthen one");
            }

            var next = WindowClock.NextOpening(_windows, _now) is { } opening ? $" at {opening:yyyy-MM-dd HH:mm zzz}" : "";
            return new UpgradeSituation.WaitingForWindow(
                $"{work} takes about {Minutes(takes)}, and the maintenance window closes in {Minutes(_left)}: nothing else is begun before the next one opens{next}");
        }
    }

    private bool Holds(Func<string> work, TimeSpan takes)
    {
        if (takes <= _left)
        {
            return true;
        }

        if (_shortest is not { } shortest || takes < shortest.Takes)
        {
            _shortest = (work(), takes);
        }

        return false;
    }

    /// <summary>Nodes of one role that have the same left take the same time.</summary>
    private TimeSpan Takes(NodeSlot slot, ImmutableArray<Grant> work)
    {
        if (slot is not { Order: { } order, Status: { } status })
        {
            return TimeSpan.Zero;
        }

        var kind = $"{slot.Role} {string.Join(',', work.Select(grant => $"{grant.Work} {grant.Component}"))}";
        if (!_alike.TryGetValue(kind, out var seconds))
        {
            seconds = _alike[kind] = _work.Value.Seconds(order with { Grants = work }, status with { Step = null }, slot.Spec.Roles, _now);
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static string Title(ImmutableArray<Grant> work) => work[0].Work switch
    {
        WorkKind.Upgrade => string.Join(", ", work.Select(grant => grant.Component)),
        WorkKind.FinalRestart => $"the last restart of {work[0].Component}",
        _ => "the last visit",
    };

    private static string Minutes(TimeSpan time) => $"{Math.Max(1, (int)Math.Ceiling(time.TotalMinutes))} min";
}
