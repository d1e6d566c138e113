using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Says no before anything is touched, where only the cluster can tell that an upgrade cannot be done.</summary>
internal static class UpgradeAdmission
{
    /// <summary>Names in one message.</summary>
    public const int NamedAtMost = 20;

    /// <summary>What is wrong with the declaration by itself; null: nothing.</summary>
    public static UpgradeSituation? Declaration(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var name = view.Upgrade.Spec.TargetRelease;
        var target = Find(view, name);
        if (target is null)
        {
            var known = view.Releases.Select(release => release.Metadata.Name).Order(StringComparer.Ordinal);
            return new UpgradeSituation.Refused("InvalidSpec", $"there is no ClusterRelease {name} in this namespace; known: {Or(known, "none")}");
        }

        if (ReleaseGraph.Problem(target.Spec) is { } problem)
        {
            return new UpgradeSituation.Refused("InvalidSpec", $"ClusterRelease {name} cannot be used: {problem}");
        }

        if (slots.IsEmpty)
        {
            return new UpgradeSituation.Refused("InvalidSpec", "no ClusterNode is selected: check spec.nodeSelector, and that nodes exist and are not suspended");
        }

        if (WindowClock.Unknown(view.Upgrade.Spec.MaintenanceWindows) is { } zone)
        {
            return new UpgradeSituation.Refused("InvalidSpec", $"maintenanceWindows: the operator's machine knows no time zone {zone}; use a name of the IANA database such as Europe/Paris");
        }

        var unknown = view.Upgrade.Spec.Strategy.Satellites.Keys.Where(role => !view.Nodes.Any(node => node.Spec.Roles.Contains(role))).ToImmutableArray();
        if (!unknown.IsEmpty)
        {
            return new UpgradeSituation.Refused("InvalidSpec", $"strategy.satellites names roles that no node has: {string.Join(", ", unknown)}");
        }

        return (Canaries.Problem(view, slots) ?? GateCatalogue.Problem(view.Upgrade.Spec, target.Spec, slots.Select(slot => slot.Role), view.Nodes)) is { } wrong
            ? new UpgradeSituation.Refused("InvalidSpec", wrong)
            : null;
    }

    /// <summary>
    /// A component whose schema nobody would move: it is installed and behind, but no selected node serves it, and no other node that
    /// could is at the target already; null: none is so.
    /// </summary>
    public static string? Orphan(UpgradeView view, ClusterReleaseSpec target, ImmutableArray<NodeSlot> slots)
    {
        var skipped = view.Upgrade.Spec.SkipComponents;
        foreach (var component in target.Components.Where(component => component.ControlPlane is not null && component.Schema is not null && !skipped.Contains(component.Name)))
        {
            var role = component.ControlPlane!.Role;
            var isServed = slots.Any(slot => slot.Spec.Roles.Contains(role) && slot.Component(component.Name) is not null)
                || view.Nodes.Any(node => node.Spec.Roles.Contains(role) && node.Status?.Release == view.Upgrade.Spec.TargetRelease);
            if (!isServed && slots.FirstOrDefault(slot => slot.IsBehind(component.Name)) is { } stray)
            {
                return $"{component.Name} is installed on {stray.Name}, but on no selected node with the role {role}, where its schema moves: "
                    + $"select such a node, upgrade those first, or leave it out by spec.skipComponents: [{component.Name}]";
            }
        }

        return null;
    }

    /// <summary>Roles of nodes that are suspended or not selected: what runs there stays as it is.</summary>
    public static ImmutableHashSet<string> RolesLeftOut(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var selected = slots.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        return selected.Count == view.Nodes.Length ? [] : [.. view.Nodes.Where(node => !selected.Contains(node.Metadata.Name)).SelectMany(node => node.Spec.Roles)];
    }

    /// <summary>A component that must be down everywhere cannot leave out a node that may run it; null: none does.</summary>
    public static string? StaysUp(ReleaseComponent component, ImmutableHashSet<string> rolesLeftOut)
    {
        var roles = component.Satellites.Select(satellite => satellite.Role).Append(component.ControlPlane?.Role ?? "").Where(rolesLeftOut.Contains).ToImmutableArray();
        return component.Schema is not { Window: SchemaWindowKind.AllStopped } || roles.IsEmpty
            ? null
            : $"{component.Name} must be down on every node while its schema moves, but nodes with the role {roles[0]} are suspended or not selected: "
                + $"take them in, or leave it out by spec.skipComponents: [{component.Name}]";
    }

    /// <summary>A run that has begun goes to where it set out for; null: it does.</summary>
    public static UpgradeSituation? Retarget(UpgradeView view)
    {
        var begun = view.Orders.FirstOrDefault(order => !order.Spec.Grants.IsEmpty)?.Spec.TargetRelease;
        return begun is null || begun == view.Upgrade.Spec.TargetRelease
            ? null
            : new UpgradeSituation.Refused("InvalidSpec", $"nodes are on their way to {begun}: set spec.targetRelease back, or delete this object and apply a new one");
    }

    /// <summary>Another upgrade that was there before and is not over; null: none.</summary>
    public static UpgradeSituation? Lock(UpgradeView view)
    {
        var first = view.Upgrades
            .Where(other => other.Metadata.Name != view.Upgrade.Metadata.Name && IsActive(other) && Order(other).CompareTo(Order(view.Upgrade)) < 0)
            .OrderBy(Order)
            .FirstOrDefault();
        return first is null
            ? null
            : new UpgradeSituation.WaitingForLock($"ClusterUpgrade {first.Metadata.Name} to {first.Spec.TargetRelease} came first; this one begins when it is over or deleted");
    }

    /// <summary>Whether the way from what is installed to the target is one that upstream allows; null: it is.</summary>
    public static UpgradeSituation? Path(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var target = Find(view, view.Upgrade.Spec.TargetRelease)!;
        var withComponents = slots.Where(slot => slot.Components.Any()).ToImmutableArray();
        var strangers = withComponents.Where(slot => string.IsNullOrEmpty(slot.Status?.Release)).Select(slot => slot.Name).ToImmutableArray();
        if (!strangers.IsEmpty)
        {
            return new UpgradeSituation.Refused(
                "UnsupportedUpgradePath", $"the packages on {Names(strangers)} fit no known ClusterRelease, so it cannot be told whether {view.Upgrade.Spec.TargetRelease} may follow");
        }

        foreach (var from in withComponents.SelectMany(Releases).Distinct().Order(StringComparer.Ordinal))
        {
            if (from == target.Metadata.Name || target.Spec.UpgradesFrom.Contains(from))
            {
                continue;
            }

            var nodes = Names([.. withComponents.Where(slot => Releases(slot).Contains(from)).Select(slot => slot.Name)]);
            return Reaches(view, target.Metadata.Name, from)
                ? new UpgradeSituation.Refused("DowngradeRefused", $"{nodes}: {from} is newer than {target.Metadata.Name}; databases cannot go back")
                : new UpgradeSituation.Refused(
                    "UnsupportedUpgradePath",
                    $"{nodes}: {target.Metadata.Name} cannot follow {from}; it may follow {Or(target.Spec.UpgradesFrom, "no release")}");
        }

        return null;
    }

    /// <summary>Releases recognised on the nodes that are not the target, for the column FROM. Empty while no node's release is known.</summary>
    public static string From(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var target = view.Upgrade.Spec.TargetRelease;
        if (OnlyRelease(slots) is { } only)
        {
            return only;
        }

        var known = slots.SelectMany(Releases).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        return Or(known.Where(release => release != target), known.IsEmpty ? "" : target);
    }

    /// <summary>The one release that all nodes are at; null: there are several, or one is between two.</summary>
    private static string? OnlyRelease(ImmutableArray<NodeSlot> slots)
    {
        string? only = null;
        foreach (var slot in slots)
        {
            if (slot.Status?.Release is not { Length: > 0 } release)
            {
                continue;
            }

            if (release.Contains(ReleaseRecognition.Separator) || release != (only ??= release))
            {
                return null;
            }
        }

        return only;
    }

    /// <summary>Where the run set out from, separated by commas. It stays what it was when the first node was given work: later the nodes tell of both.</summary>
    public static string FromRelease(UpgradeView view, ImmutableArray<NodeSlot> slots) =>
        view.Orders.FirstOrDefault(order => !order.Spec.Grants.IsEmpty)?.Spec.FromRelease
        ?? string.Join(',', slots.SelectMany(Releases).Distinct().Where(release => release != view.Upgrade.Spec.TargetRelease).Order(StringComparer.Ordinal));

    /// <summary>One release, or the two that a node stands between: it is on its way, or components were left out of an earlier run.</summary>
    private static string[] Releases(NodeSlot slot) => slot.Status?.Release switch
    {
        null or "" => [],
        { } release when release.Contains(ReleaseRecognition.Separator) => release.Split(ReleaseRecognition.Separator, StringSplitOptions.RemoveEmptyEntries),
        { } release => [release],
    };

    public static ClusterRelease? Find(UpgradeView view, string name) => view.Releases.FirstOrDefault(release => release.Metadata.Name == name);

    /// <summary>First twenty names, so that a message never grows with the cluster.</summary>
    public static string Names(ImmutableArray<string> names) => Names(names, names.Length);

    /// <inheritdoc cref="Names(ImmutableArray{string})"/>
    public static string Names(IEnumerable<string> first, int count) =>
        string.Join(", ", first.Take(NamedAtMost)) + (count > NamedAtMost ? $" and {count - NamedAtMost} more" : "");

    private static bool IsActive(ClusterUpgrade upgrade)
    {
        var ready = upgrade.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        return upgrade.Status?.CompletionTime is null
            && ready is not { Reason: "InvalidSpec" or "UnsupportedUpgradePath" or "DowngradeRefused" or "AlreadyAtTarget" };
    }

    private static (DateTimeOffset, string) Order(ClusterUpgrade upgrade) =>
        (upgrade.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue, upgrade.Metadata.Name);

    /// <summary>Can <paramref name="to"/> be reached from <paramref name="from"/> over any number of releases?</summary>
    private static bool Reaches(UpgradeView view, string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Queue<string>([to]);
        while (open.TryDequeue(out var name))
        {
            if (name == from)
            {
                return true;
            }

            if (seen.Add(name) && Find(view, name) is { } release)
            {
                foreach (var before in release.Spec.UpgradesFrom)
                {
                    open.Enqueue(before);
                }
            }
        }

        return false;
    }

    private static string Or(IEnumerable<string> names, string none) => string.Join(", ", names) is { Length: > 0 } text ? text : none;

    /// <summary>The target as it is for where this cluster comes from; null: there is no such release.</summary>
    public static ClusterReleaseSpec? Target(UpgradeView view, ImmutableArray<NodeSlot> slots) =>
        Find(view, view.Upgrade.Spec.TargetRelease)?.Spec.From(FromRelease(view, slots));
}
