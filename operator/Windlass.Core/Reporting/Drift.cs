using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>
/// What is on a node, or in the HAProxies for it, no more as an upgrade left it: told, never repaired. A node on which a later upgrade has begun is
/// that one's, and an HAProxy that cannot be read is unknown, never fine.
/// </summary>
internal sealed class Drift
{
    private const int NamedOfANode = 3;

    private readonly ImmutableArray<NodeSlot> _changed;
    private readonly ImmutableArray<string> _unreadable;

    private Drift(ImmutableArray<NodeSlot> changed, ImmutableArray<string> unreadable) => (_changed, _unreadable) = (changed, unreadable);

    /// <summary>Names of the nodes that have changed.</summary>
    public ImmutableArray<string> Nodes => [.. _changed.Select(slot => slot.Name)];

    /// <summary>Looks at all nodes of an upgrade that is over.</summary>
    public static Drift In(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        ImmutableArray<NodeSlot> suspects = [.. slots.Where(static slot => slot.Status is { } status && (!slot.IsAtTarget || !status.OutOfRotation.IsEmpty))];
        if (suspects.IsEmpty)
        {
            return new Drift([], []);
        }

        ImmutableArray<ClusterUpgrade> later = [.. view.Upgrades.Where(other => other.Metadata.Name != view.Upgrade.Metadata.Name && other.Status?.StartTime > view.Upgrade.Status?.CompletionTime)];
        suspects = [.. suspects.Where(slot => !later.Any(other => NodeSelection.Takes(other.Spec, slot.Node)))];
        return new Drift(
            [.. suspects.Where(slot => !slot.IsAtTarget || !Lost(slot).IsEmpty)],
            [.. suspects.SelectMany(slot => slot.Status!.OutOfRotation).Where(IsUnreadable).Select(one => one.Instance).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The condition Drifted: it names node, backend, HAProxy and state.</summary>
    public void AddTo(ConditionSet set)
    {
        var unknown = _unreadable.IsEmpty ? "" : $"HAProxy on {UpgradeAdmission.Names(_unreadable)} cannot be read: what it does with the nodes is unknown";
        if (!_changed.IsEmpty)
        {
            var told = string.Join("; ", _changed.Take(UpgradeAdmission.NamedAtMost).Select(Of).Append(unknown).Where(text => text.Length > 0));
            set.Add("Drifted", ConditionStatus.True, _changed.All(slot => slot.IsAtTarget) ? "ServersOutOfRotation" : "NodesDiffer", $"{told}. Nothing is repaired by itself: {Advice()}");
        }
        else if (unknown.Length > 0)
        {
            set.Add("Drifted", ConditionStatus.Unknown, "HAProxyUnreadable", $"{unknown}; else every node is as the upgrade left it");
        }
        else
        {
            set.Add("Drifted", ConditionStatus.False, "AsLeft", "every node is as the upgrade left it");
        }
    }

    private string Advice() => string.Join("; ", new[]
    {
        _changed.All(slot => slot.IsAtTarget) ? "" : "apply another ClusterUpgrade to the same release",
        _changed.All(slot => Lost(slot).IsEmpty) ? "" : "whoever took a server out gives it back",
    }.Where(text => text.Length > 0));

    private static string Of(NodeSlot slot)
    {
        var components = slot.Components.Where(component => component.State != ComponentState.AtTarget).Select(Of);
        ImmutableArray<string> servers = [.. Lost(slot).GroupBy(one => (one.Backend, one.State)).Select(group => Of(group.Key.Backend, group.Key.State, group.Select(one => one.Instance)))];
        return $"{slot.Name}: {string.Join(", ", components.Concat(servers.Take(NamedOfANode)))}{(servers.Length > NamedOfANode ? $" and {servers.Length - NamedOfANode} backends more" : "")}";
    }

    private static string Of(string backend, RotationLoss state, IEnumerable<string> instances)
    {
        var word = state switch
        {
            RotationLoss.Drained => "is drained in",
            RotationLoss.InMaintenance => "is in maintenance in",
            RotationLoss.Down => "is down in",
            RotationLoss.Missing => "has no server in",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        return $"{backend} {word} HAProxy on {UpgradeAdmission.Names([.. instances])}";
    }

    private static string Of(ComponentStatus component)
    {
        var packages = component.Packages.Where(package => package.Target.Length > 0 && package.Version != package.Target).ToImmutableArray();
        if (!packages.IsEmpty)
        {
            var named = packages.Take(NamedOfANode).Select(package => $"{package.Name} {(package.Version.Length == 0 ? "is not installed" : $"is {package.Version}")}, not {package.Target}");
            return string.Join(", ", named) + (packages.Length > NamedOfANode ? $" and {packages.Length - NamedOfANode} packages more" : "");
        }

        return component.Down.IsEmpty
            ? $"{component.Name} is {component.State}"
            : $"{component.Name}: {UpgradeAdmission.Names(component.Down)} {(component.Down.Length == 1 ? "does" : "do")} not run";
    }

    /// <summary>Servers that are out now and were not left so; what an HAProxy said that cannot be read now is no longer known.</summary>
    private static ImmutableArray<OutOfRotation> Lost(NodeSlot slot)
    {
        var all = slot.Status!.OutOfRotation;
        return [.. all.Where(one => !one.IsLeftSo && !IsUnreadable(one) && !all.Any(other => other.Instance == one.Instance && IsUnreadable(other)))];
    }

    private static bool IsUnreadable(OutOfRotation one) => one.State == RotationLoss.Unreadable;
}
