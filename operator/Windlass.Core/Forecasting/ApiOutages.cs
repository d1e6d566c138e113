using System.Collections.Immutable;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Forecasting;

/// <summary>How long users will miss an API whose component is down on every node while its schema moves.</summary>
public static class ApiOutages
{
    /// <summary>The APIs that a plan takes away, each with the time that is expected, for messages: <c>octavia (about 140 s)</c>.</summary>
    /// <param name="plan">The plan.</param>
    public static ImmutableArray<string> Names(UpgradePlanSpec plan) =>
        [.. plan.ApisAway.Select(name => plan.ApisAwaySeconds.TryGetValue(name, out var seconds) ? $"{name} (about {seconds} s)" : name)];

    /// <summary>From the first server that is taken out to the first that serves again: the slowest node going down, the schema, and the pioneer coming up.</summary>
    /// <param name="names">Components that go down as a whole.</param>
    /// <param name="view">The objects.</param>
    /// <param name="now">The operator's time.</param>
    internal static ImmutableSortedDictionary<string, int> Seconds(ImmutableArray<string> names, UpgradeView view, DateTimeOffset now)
    {
        var slots = NodeSlots.Of(view, now);
        if (names.IsEmpty || UpgradeAdmission.Target(view, slots) is not { } release)
        {
            return ImmutableSortedDictionary<string, int>.Empty;
        }

        var (work, servers) = (WorkLeft.Learned(view, release), new ControlPlaneServers(release, view.Upgrade.Spec.SkipComponents, slots));
        var seconds = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var component in ReleaseGraph.Ordered(release).Where(component => names.Contains(component.Name)))
        {
            if (servers.Pioneer(component) is { } pioneer)
            {
                var down = servers.Members(component).Max(slot => Takes(work, release, slot, component.Name, ComponentState.Behind, now, WorkKind.Halt));
                seconds[component.Name] = (int)Math.Ceiling(down + Takes(work, release, pioneer, component.Name, ComponentState.Halted, now, WorkKind.Upgrade, WorkKind.MoveSchema));
            }
        }

        return seconds.ToImmutable();
    }

    private static double Takes(WorkLeft work, ClusterReleaseSpec release, NodeSlot slot, string name, ComponentState state, DateTimeOffset now, params WorkKind[] kinds)
    {
        if (slot is not { Order: { } order, Status: { } status })
        {
            return 0;
        }

        // What comes before it in the release is at the target by then, and has brought the libraries along.
        var earlier = ReleaseGraph.Ordered(release).Select(component => component.Name).TakeWhile(other => other != name).ToImmutableHashSet(StringComparer.Ordinal);
        ImmutableArray<ComponentStatus> components =
            [.. status.Components.Select(one => one.Name == name ? one with { State = state } : earlier.Contains(one.Name) ? one with { State = ComponentState.AtTarget } : one)];
        ImmutableArray<Grant> grants = [.. kinds.Select(kind => new Grant { Work = kind, Component = name })];
        return work.Seconds(order with { Grants = grants }, status with { Step = null, Components = components }, slot.Spec.Roles, now);
    }
}
