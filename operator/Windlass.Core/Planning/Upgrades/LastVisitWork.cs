using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// Grants the last visits, as carefully as the upgrade itself: of the nodes that serve the same component one at a time, and so of those that run
/// HAProxy, the holder of the floating address last of all and alone; of the others as many as their role's window and failure domains allow. No
/// two nodes of one failure domain reboot at once.
/// </summary>
/// <param name="release">The target.</param>
/// <param name="strategy">Widths by role, and what is to be done at all.</param>
/// <param name="slots">Every selected node, by name.</param>
/// <param name="servers">Nodes that serve or run HAProxy, each with what it must not be away from together with another one.</param>
/// <param name="gates">What must be open for a satellite to begin.</param>
/// <param name="now">The operator's time, for settling.</param>
internal sealed class LastVisitWork(
    ClusterReleaseSpec release, UpgradeStrategy strategy, ImmutableArray<NodeSlot> slots, Dictionary<NodeSlot, HashSet<string>> servers, GateBook gates, DateTimeOffset now)
{
    /// <summary>Shared by the nodes that run it; no component has such a name.</summary>
    private const string LoadBalancer = "/haproxy";

    private readonly HashSet<string> _rebooting = [];
    private readonly DomainsAway _domains = new(release, strategy);

    /// <param name="release">The target.</param>
    /// <param name="strategy">Widths by role, and what is to be done at all.</param>
    /// <param name="slots">Every selected node, by name.</param>
    /// <param name="gates">What must be open for a satellite to begin.</param>
    /// <param name="now">The operator's time, for settling.</param>
    public static LastVisitWork Of(
        ClusterReleaseSpec release, UpgradeStrategy strategy, ImmutableArray<NodeSlot> slots, GateBook gates, DateTimeOffset now)
    {
        var servers = new Dictionary<NodeSlot, HashSet<string>>();
        foreach (var slot in slots)
        {
            // What is left out of the upgrade goes out of rotation on this visit as well.
            HashSet<string> shared = [.. release.Components.Where(component => component.ControlPlane is { } plane && slot.Spec.Roles.Contains(plane.Role)).SelectMany(SharedBy)];
            if (slot.Spec.Haproxy is not null)
            {
                shared.Add(LoadBalancer);
            }

            if (shared.Count > 0)
            {
                servers.Add(slot, shared);
            }
        }

        return new(release, strategy, slots, servers, gates, now);
    }

    /// <summary>Why nodes do not begin until a person helps; null: no stalled node is in anybody's way.</summary>
    public string? Hold => _domains.Hold;

    /// <summary>Some visit is still to come or not over.</summary>
    public bool IsDue => slots.Any(slot => IsInWork(slot) || IsWanted(slot));

    /// <summary>Grants what may be done now.</summary>
    /// <returns>Some visit is still to come or not over.</returns>
    public bool Advance()
    {
        if (!IsDue)
        {
            return false;
        }

        if (!SatelliteWork.IsWithinBudget(slots, strategy))
        {
            return true;
        }

        _rebooting.UnionWith(slots.Where(slot => slot.IsGranted(WorkKind.Reboot) && IsInWork(slot)).Select(slot => slot.Spec.FailureDomain));
        foreach (var slot in slots.Where(slot => IsInWork(slot) || IsSettling(slot, Policy(slot.Role))))
        {
            _domains.Add(slot);
        }

        Serving([.. slots.Where(servers.ContainsKey).OrderBy(slot => slot.HoldsFloatingAddress)]);
        foreach (var role in slots.Where(slot => !servers.ContainsKey(slot)).GroupBy(slot => slot.Role).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var policy = Policy(role.Key);
            Satellites([.. role.Any(_domains.IsBound) ? role.OrderBy(slot => slot.Spec.FailureDomain, StringComparer.Ordinal) : (IEnumerable<NodeSlot>)role], policy);
        }

        return true;
    }

    /// <summary>A queue for each set of nodes that share something: whoever shares nothing with a node that is away need not wait for it.</summary>
    private void Serving(ImmutableArray<NodeSlot> nodes)
    {
        var away = nodes.Where(IsInWork).ToList();
        foreach (var next in nodes)
        {
            var isAlone = away.Count == 0 || !(next.HoldsFloatingAddress || away.Any(other => other.HoldsFloatingAddress || servers[other].Overlaps(servers[next])));
            if (isAlone && MayBegin(next) && _domains.Admits(next))
            {
                Grant(next);
                away.Add(next);
            }
        }
    }

    private static IEnumerable<string> SharedBy(ReleaseComponent component) => [component.Name, .. component.ControlPlane!.Backends];

    private void Satellites(ImmutableArray<NodeSlot> nodes, SatelliteStrategy policy)
    {
        var inFlight = nodes.Where(slot => slot.Stalled is null && (IsInWork(slot) || IsSettling(slot, policy))).ToList();
        int? width = null;
        foreach (var next in nodes.Where(MayBegin))
        {
            if (inFlight.Count >= (width ??= gates.Width(next.Role, policy)))
            {
                return;
            }

            if (_domains.Admits(next))
            {
                Grant(next);
                inFlight.Add(next);
            }
        }
    }

    private void Grant(NodeSlot slot)
    {
        _domains.Add(slot);
        foreach (var work in Wanted(slot))
        {
            slot.Grant(work);
            if (work == WorkKind.Reboot)
            {
                _rebooting.Add(slot.Spec.FailureDomain);
            }
        }
    }

    private bool MayBegin(NodeSlot slot) => IsWanted(slot) && !IsInWork(slot) && slot.IsReachable && slot.MayBegin
        && !(Wanted(slot).Contains(WorkKind.Reboot) && _rebooting.Contains(slot.Spec.FailureDomain))
        && slot.HasTimeFor([.. Wanted(slot).Select(work => new Grant { Work = work })]);

    private bool IsWanted(NodeSlot slot) => Wanted(slot).Any();

    /// <summary>Due, asked for, and not granted. Once everything is given back nothing is wanted any more.</summary>
    private IEnumerable<WorkKind> Wanted(NodeSlot slot)
    {
        if (slot.Status is not { } status || slot.IsGranted(WorkKind.Finish))
        {
            yield break;
        }

        if (status.IsConfigurationDue && strategy.ConfigurationRun == ConfigurationPolicy.AtEnd && !slot.IsGranted(WorkKind.Configure))
        {
            yield return WorkKind.Configure;
        }

        var reboot = servers.TryGetValue(slot, out var shared) && shared.Any(one => one != LoadBalancer) ? strategy.ControlPlane.Reboot : Policy(slot.Role).Reboot;
        if (status.IsRebootDue && reboot == RebootPolicy.IfRequired && !slot.IsGranted(WorkKind.Reboot))
        {
            yield return WorkKind.Reboot;
        }
    }

    /// <summary>Granted, and not over by its own report; a report from before the grant says that it is due.</summary>
    private static bool IsInWork(NodeSlot slot) => slot.Status is { } status && !slot.IsGranted(WorkKind.Finish)
        && (IsLeft(slot, WorkKind.Configure, status.IsConfigurationDue, status) || IsLeft(slot, WorkKind.Reboot, status.IsRebootDue, status));

    private static bool IsLeft(NodeSlot slot, WorkKind work, bool isDue, NodeUpgradeStatus status) =>
        slot.IsGranted(work) && (isDue || status.LastVisitTime is null);

    private bool IsSettling(NodeSlot slot, SatelliteStrategy policy) =>
        slot.Status?.LastVisitTime is { } over && now - over < TimeSpan.FromSeconds(policy.SettleSeconds);

    private SatelliteStrategy Policy(string role) => strategy.Satellites.GetValueOrDefault(role) ?? new();
}
