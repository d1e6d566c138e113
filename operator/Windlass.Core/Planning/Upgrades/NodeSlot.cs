using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>One selected node as the upgrade loop sees it: its declaration, its grants so far, and what its work order reports.</summary>
/// <remarks>What every pass asks of every node is found once, in the constructor: thousands of nodes do not fit into a processor's cache.</remarks>
internal sealed class NodeSlot
{
    private readonly NodeUpgrade? _order;
    private List<Grant>? _added;

    public NodeSlot(ClusterNode node, NodeUpgrade? order)
    {
        (Node, _order, Status) = (node, order, order?.Status);
        Components = Status?.Components ?? [];
        IsReachable = Condition("Reachable") is { Status: ConditionStatus.True };
        Stalled = Condition("Stalled");
        IsAtTarget = true;
        foreach (var component in Components)
        {
            IsAtTarget &= component.State == ComponentState.AtTarget;
            HasMovedSchema |= component.Schema.Contains(SchemaPhase.Expand);
            LastDone = component.DoneTime is { } done && (LastDone is not { } last || done > last) ? done : LastDone;
        }
    }

    public string Name => Node.Metadata.Name;

    /// <summary>As people declare it.</summary>
    public ClusterNode Node { get; }

    /// <summary>Somebody asked to leave this node, or its role, alone for now; or nobody has approved that it takes part.</summary>
    public bool IsPaused { get; init; }

    /// <summary>It is in the plan that a person approved, or none is asked for.</summary>
    public bool IsApproved { get; init; } = true;

    /// <summary>A new piece of work may be begun here now: no pause, and a maintenance window is open.</summary>
    public bool MayBegin { get; init; } = true;

    /// <summary>Its services may be touched now: it may begin, and its packages are there.</summary>
    public bool IsFree => MayBegin && (IsPrepared || IsAtTarget);

    public ClusterNodeSpec Spec => Node.Spec;

    public string Role => Spec.Roles.IsEmpty ? "" : Spec.Roles[0];

    public NodeUpgradeStatus? Status { get; }

    /// <summary>Its report is about the grants as they are, and it was reached for it.</summary>
    public bool IsObserved => Status is { } status && _order is not null && status.ObservedGeneration == _order.Metadata.Generation && IsReachable;

    public bool IsReachable { get; }

    public Condition? Stalled { get; }

    /// <summary>It is stalled, or waits for what may take long (sessions to end, a lock, a load balancer, its next try): no other node waits for it.</summary>
    public bool IsHeldUp =>
        Stalled is not null || Condition("Ready") is { Reason: NodeUpgradeStatus.Blocked } || Condition("Reconciling") is { Reason: nameof(WaitReason.RetryPending) };

    /// <summary>Its work order as it was read; null: it has none yet.</summary>
    public NodeUpgradeSpec? Order => _order?.Spec;

    public bool IsStarted => _added is not null || _order is { Spec.Grants.IsEmpty: false };

    public bool IsPrepared => Status?.IsPrepared ?? false;

    public bool HoldsFloatingAddress => Status?.HoldsFloatingAddress ?? false;

    public ImmutableArray<ComponentStatus> Components { get; }

    public bool IsAtTarget { get; }

    /// <summary>Its ledger tells of an expand of some component.</summary>
    public bool HasMovedSchema { get; }

    /// <summary>When its last component reached the target; null: none has.</summary>
    public DateTimeOffset? LastDone { get; }

    public bool IsBehind(string component) => Component(component) is { State: not ComponentState.AtTarget };

    public ComponentStatus? Component(string name)
    {
        foreach (var component in Components)
        {
            if (component.Name == name)
            {
                return component;
            }
        }

        return null;
    }

    public bool IsGranted(WorkKind work, string component = "") =>
        (_order is not null && _order.Spec.IsGranted(work, component)) || IsAdded(work, component);

    public void Grant(WorkKind work, string component = "")
    {
        if (!IsGranted(work, component))
        {
            (_added ??= []).Add(new Grant { Work = work, Component = component });
        }
    }

    /// <summary>Grants in a fixed order, so that the same grants are the same object and nothing is written.</summary>
    public ImmutableArray<Grant> Grants => _added is null
        ? _order?.Spec.Grants ?? []
        : [.. (_order?.Spec.Grants ?? []).Concat(_added).OrderBy(grant => grant.Work).ThenBy(grant => grant.Component, StringComparer.Ordinal)];

    public Condition? Condition(string type)
    {
        foreach (var condition in Status?.Conditions ?? [])
        {
            if (condition.Type == type)
            {
                return condition;
            }
        }

        return null;
    }

    private bool IsAdded(WorkKind work, string component)
    {
        if (_added is null)
        {
            return false;
        }

        foreach (var grant in _added)
        {
            if (grant.Work == work && grant.Component == component)
            {
                return true;
            }
        }

        return false;
    }
}
