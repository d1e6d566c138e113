using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Which nodes serve which component, and whose turn it is.</summary>
/// <param name="release">The target.</param>
/// <param name="skipped">Components that people want left alone.</param>
/// <param name="slots">Every selected node, by name.</param>
internal sealed class ControlPlaneServers(ClusterReleaseSpec release, ImmutableArray<string> skipped, ImmutableArray<NodeSlot> slots)
{
    private readonly Dictionary<string, ImmutableArray<NodeSlot>> _servers = [];
    private readonly Dictionary<string, ImmutableArray<NodeSlot>> _withRole = [];

    /// <summary>Every node that has the component, whatever its role.</summary>
    public ImmutableArray<NodeSlot> Members(ReleaseComponent component) => [.. slots.Where(slot => slot.Component(component.Name) is not null)];

    /// <summary>Nodes that serve the component.</summary>
    public ImmutableArray<NodeSlot> Of(ReleaseComponent component)
    {
        if (!_servers.TryGetValue(component.Name, out var servers))
        {
            servers = component.ControlPlane is { } plane && !skipped.Contains(component.Name) ? HolderLast(WithRole(plane.Role), component.Name) : [];
            _servers.Add(component.Name, servers);
        }

        return servers;
    }

    /// <summary>Those that have the component, by name; whoever holds the floating address comes after the others.</summary>
    private static ImmutableArray<NodeSlot> HolderLast(ImmutableArray<NodeSlot> byName, string component)
    {
        var servers = byName.RemoveAll(slot => slot.Component(component) is null);
        return servers.Any(static slot => slot.HoldsFloatingAddress)
            ? [.. servers.Where(static slot => !slot.HoldsFloatingAddress), .. servers.Where(static slot => slot.HoldsFloatingAddress)]
            : servers;
    }

    /// <summary>Once per role, not per component: few of many nodes serve.</summary>
    private ImmutableArray<NodeSlot> WithRole(string role)
    {
        if (!_withRole.TryGetValue(role, out var found))
        {
            found = [.. slots.Where(slot => slot.Spec.Roles.Contains(role))];
            _withRole.Add(role, found);
        }

        return found;
    }

    /// <summary>
    /// The node whose ledger holds the schema, or was asked to, or is in work; else the first that is behind and holds no floating address. One that
    /// somebody upgraded by hand is no pioneer: nothing proves that its schema moved.
    /// </summary>
    public NodeSlot? Pioneer(ReleaseComponent component)
    {
        var servers = Of(component);
        return servers.FirstOrDefault(slot => slot.Component(component.Name)!.Schema.Contains(SchemaPhase.Expand))
            ?? servers.FirstOrDefault(slot => slot.IsGranted(WorkKind.MoveSchema, component.Name))
            ?? servers.FirstOrDefault(slot => slot.IsGranted(WorkKind.Upgrade, component.Name) || (slot.IsGranted(WorkKind.Halt, component.Name) && slot.IsBehind(component.Name)))
            ?? FreePioneer(component)
            ?? servers.FirstOrDefault(slot => slot.IsBehind(component.Name))
            ?? servers.FirstOrDefault();
    }

    /// <summary>The first server to move may break: it does not hold the floating address while there is another, however busy that one is.</summary>
    private NodeSlot? FreePioneer(ReleaseComponent component)
    {
        var isHolderAlone = Of(component).All(slot => slot.HoldsFloatingAddress || !slot.IsBehind(component.Name));
        return Free(component).FirstOrDefault() is { } free && (isHolderAlone || !free.HoldsFloatingAddress) ? free : null;
    }

    /// <summary>The servers that can move: behind, and with no other component in work. The holder of the floating address comes last of those.</summary>
    private IEnumerable<NodeSlot> Free(ReleaseComponent component) => Of(component).Where(slot =>
        slot.IsBehind(component.Name) && slot.IsFree && IsItsTurn(slot, component) && !IsBusyElsewhere(slot, component));

    /// <summary>The component is begun, or it can be brought to the target on all of its servers before the maintenance window closes.</summary>
    public bool HasTimeFor(ReleaseComponent component, NodeSlot pioneer) => Of(component).Any(slot => IsGiven(slot, component.Name))
        || pioneer.Room is not { } room
        || room.Holds(component, [pioneer, .. Of(component).Where(slot => slot != pioneer && slot.IsBehind(component.Name))]);

    /// <summary>The next server to follow the pioneer; null: none can now.</summary>
    public NodeSlot? NextPeer(ReleaseComponent component) => Free(component).FirstOrDefault(slot =>
        !IsOutranked(slot, component) && !IsKept(slot, component) && slot.HasTimeFor(new Grant { Work = WorkKind.Upgrade, Component = component.Name }));

    /// <summary>Another component is in work there.</summary>
    public bool IsBusyElsewhere(NodeSlot slot, ReleaseComponent component) => slot.Components.Any(other =>
        other.Name != component.Name && !skipped.Contains(other.Name) && other.State != ComponentState.AtTarget && IsGiven(slot, other.Name));

    /// <summary>The component is in its hands: to be brought to the target, or to wait for its schema.</summary>
    public static bool IsGiven(NodeSlot slot, string component) => slot.IsGranted(WorkKind.Upgrade, component) || slot.IsGranted(WorkKind.Halt, component);

    /// <summary>How many of its servers are behind.</summary>
    public int Left(ReleaseComponent component) => Of(component).Count(slot => slot.IsBehind(component.Name));

    /// <summary>
    /// Another server that needs the component, and can take it next, has more components left: it is the one that everybody waits for in
    /// the end, so it goes first, as soon as it is free.
    /// </summary>
    private bool IsOutranked(NodeSlot slot, ReleaseComponent component)
    {
        var left = ComponentsLeft(slot);
        return Of(component).Any(other => other.IsBehind(component.Name) && other.IsFree && other.IsReachable && !other.IsHeldUp
            && IsItsTurn(other, component) && ComponentsLeft(other) > left);
    }

    /// <summary>The node keeps itself for a component whose pioneer has moved the schema and is about to be up, when more servers wait for that one.</summary>
    private bool IsKept(NodeSlot slot, ReleaseComponent component) => release.Components.Any(other =>
        other.Name != component.Name && slot.IsBehind(other.Name) && IsItsTurn(slot, other) && IsAboutToBeUp(other) && Waiting(other) > Waiting(component));

    private bool IsAboutToBeUp(ReleaseComponent component) =>
        Of(component).Any(slot => slot.IsBehind(component.Name) && slot.IsReachable && !slot.IsPaused && !slot.IsHeldUp && IsExpanded(component, slot));

    private int Waiting(ReleaseComponent component) => Of(component).Count(slot => slot.IsBehind(component.Name) && !IsGiven(slot, component.Name));

    private int ComponentsLeft(NodeSlot slot) => release.Components.Count(component => slot.IsBehind(component.Name) && Of(component).Contains(slot));

    /// <summary>What the component follows is at the target on this node, or is not there.</summary>
    public bool IsItsTurn(NodeSlot slot, ReleaseComponent component)
    {
        foreach (var name in component.AfterPioneer)
        {
            if (slot.IsBehind(name) && !skipped.Contains(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Some server's ledger tells of the phase.</summary>
    public bool Has(ReleaseComponent component, SchemaPhase phase) =>
        Of(component).Any(slot => slot.Component(component.Name)!.Schema.Contains(phase));

    /// <summary>The ledger of this node tells that the schema has moved as far as new code needs it.</summary>
    public static bool IsExpanded(ReleaseComponent component, NodeSlot slot)
    {
        var done = slot.Component(component.Name)!.Schema;
        return done.Contains(SchemaPhase.Expand) && (component.Schema?.Migrate is null || done.Contains(SchemaPhase.Migrate));
    }
}
