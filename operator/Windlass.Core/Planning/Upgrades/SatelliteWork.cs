using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Grants the nodes of each role in a sliding window: one visit per node for all its components.</summary>
/// <param name="release">The target.</param>
/// <param name="strategy">Widths by role, and who goes first.</param>
/// <param name="slots">Every selected node, by name.</param>
/// <param name="gates">What must be open for a node to begin.</param>
/// <param name="now">The operator's time, for settling.</param>
internal sealed class SatelliteWork(ClusterReleaseSpec release, UpgradeStrategy strategy, ImmutableArray<NodeSlot> slots, GateBook gates, DateTimeOffset now)
{
    private readonly DomainsAway _domains = new(release, strategy);

    /// <summary>Their servers are no satellites: they go when this is over.</summary>
    private readonly ImmutableArray<ReleaseComponent> _late = [.. release.Components.Where(static component => component.ControlPlane is { AfterSatellites: true })];

    /// <summary>Why nodes do not begin until a person helps; null: no stalled node is in anybody's way.</summary>
    public string? Hold { get; private set; }

    /// <summary>Grants what may be done now.</summary>
    /// <returns>Every satellite is at the target.</returns>
    public bool Advance()
    {
        var roles = slots.GroupBy(slot => slot.Role).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Window.Of(Ordered([.. group]), SatellitePolicy.Of(release, strategy, group.Key), this)).ToImmutableArray();
        foreach (var role in roles)
        {
            role.Open.ForEach(GoOn);
            role.Open.ForEach(_domains.Add);
        }

        if (IsWithinBudget(slots, strategy))
        {
            var isHeld = IsRoleUnproved();
            foreach (var role in roles.Where(role => !isHeld || role.Name == strategy.CanaryRole!.Role))
            {
                Begin(role);
            }
        }

        Hold ??= _domains.Hold;
        return slots.All(IsVisited);
    }

    /// <summary>So few nodes are stalled that others may begin, and that the stalled ones hold no place in the window.</summary>
    public static bool IsWithinBudget(ImmutableArray<NodeSlot> slots, UpgradeStrategy strategy) =>
        slots.Count(slot => slot.Stalled is not null) is var failed && (failed == 0 || failed <= strategy.FailureBudget.Allowed(slots.Length));

    /// <summary>One domain to its end before the next begins: otherwise the last node of each would go alone.</summary>
    private ImmutableArray<NodeSlot> Ordered(ImmutableArray<NodeSlot> byName) =>
        byName.Any(_domains.IsBound) ? [.. byName.OrderBy(slot => slot.Spec.FailureDomain, StringComparer.Ordinal)] : byName;

    private void GoOn(NodeSlot slot)
    {
        if (!IsVisited(slot))
        {
            Grant(slot);
        }
    }

    private void Begin(Window role)
    {
        // A stalled node holds no place in the window, though it holds its failure domain.
        role.Open.RemoveAll(slot => slot.Stalled is not null);
        int? width = null;
        foreach (var next in Admitted(role).Where(slot => !IsVisited(slot) && !IsGranted(slot) && slot.IsReachable && slot.IsFree))
        {
            if (role.Open.Count >= (width ??= gates.Width(next.Role, role.Policy)))
            {
                return;
            }

            if (_domains.Admits(next) && next.HasTimeFor(Visit(next)))
            {
                Grant(next);
                role.Open.Add(next);
                _domains.Add(next);
            }
        }
    }

    /// <summary>Who may go: the canaries alone, until all of them have been well for their time.</summary>
    private ImmutableArray<NodeSlot> Admitted(Window role)
    {
        if (role.Policy.Canary is not { } canary)
        {
            return role.Nodes;
        }

        var first = Canaries.Among(canary, role.Nodes, static slot => slot.Node);
        return first.All(slot => IsProved(slot, canary.SoakSeconds)) ? role.Nodes : first;
    }

    /// <summary>There is a role that goes first, and it was not well for its time yet.</summary>
    private bool IsRoleUnproved()
    {
        if (strategy.CanaryRole is not { } first)
        {
            return false;
        }

        var waited = slots.FirstOrDefault(slot => slot.Role == first.Role && !IsProved(slot, first.SoakSeconds));
        if (waited is { Stalled: not null })
        {
            Hold = $"no other role begins before all of {first.Role} is well (strategy.canaryRole): {waited.Name} is stalled";
        }

        return waited is not null;
    }

    private bool IsProved(NodeSlot slot, int soakSeconds) => IsVisited(slot) && (slot.LastDone is not { } done || now - done >= TimeSpan.FromSeconds(soakSeconds));

    /// <summary>At the target, apart from what it serves and what only goes after the satellites.</summary>
    private bool IsVisited(NodeSlot slot)
    {
        if (slot.IsAtTarget || _late.IsEmpty)
        {
            return slot.IsAtTarget;
        }

        foreach (var component in slot.Components)
        {
            if (component.State != ComponentState.AtTarget && !IsLate(slot, component.Name))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsLate(NodeSlot slot, string name)
    {
        foreach (var component in _late)
        {
            if (component.Name == name && slot.Spec.Roles.Contains(component.ControlPlane!.Role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Its visit has begun. One that is not at the target must have more than a grant that is done with: a component that is stopped everywhere at once brings every node to the target of that component alone.</summary>
    private bool IsGranted(NodeSlot slot)
    {
        var isVisited = IsVisited(slot);
        foreach (var component in slot.Components)
        {
            if ((isVisited || component.State != ComponentState.AtTarget) && slot.IsGranted(WorkKind.Upgrade, component.Name) && !IsLate(slot, component.Name))
            {
                return true;
            }
        }

        return false;
    }

    private void Grant(NodeSlot slot)
    {
        foreach (var grant in Visit(slot))
        {
            slot.Grant(grant.Work, grant.Component);
        }
    }

    private ImmutableArray<Grant> Visit(NodeSlot slot) =>
    [
        .. slot.Components.Where(component => component.State != ComponentState.AtTarget && !IsLate(slot, component.Name))
            .Select(component => new Grant { Work = WorkKind.Upgrade, Component = component.Name }),
    ];

    private bool HasSettled(NodeSlot slot, SatelliteStrategy policy) => slot.LastDone is not { } done || now - done >= TimeSpan.FromSeconds(policy.SettleSeconds);

    /// <summary>Nodes of one first role.</summary>
    /// <param name="Nodes">In the order in which they are taken.</param>
    /// <param name="Policy">How wide.</param>
    /// <param name="Open">Nodes that are in work or settle.</param>
    private sealed record Window(ImmutableArray<NodeSlot> Nodes, SatelliteStrategy Policy, List<NodeSlot> Open)
    {
        public string Name => Nodes[0].Role;

        public static Window Of(ImmutableArray<NodeSlot> nodes, SatelliteStrategy policy, SatelliteWork work) =>
            new(nodes, policy, [.. nodes.Where(slot => (!work.IsVisited(slot) || !work.HasSettled(slot, policy)) && work.IsGranted(slot))]);
    }
}
