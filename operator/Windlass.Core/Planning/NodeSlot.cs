using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning;

/// <summary>One selected node as the upgrade loop sees it: its declaration, its grants so far, and what its work order reports.</summary>
internal sealed class NodeSlot(ClusterNode node, NodeUpgrade? order)
{
    private readonly List<Grant> _added = [];

    public string Name => node.Metadata.Name;

    public ClusterNodeSpec Spec => node.Spec;

    public string Role => Spec.Roles.IsEmpty ? "" : Spec.Roles[0];

    public NodeUpgradeStatus? Status { get; } = order?.Status;

    /// <summary>Its report is about the grants as they are, and it was reached for it.</summary>
    public bool IsObserved => Status is { } status && order is not null && status.ObservedGeneration == order.Metadata.Generation && IsReachable;

    public bool IsReachable => Condition("Reachable") is { Status: ConditionStatus.True };

    public Condition? Stalled => Condition("Stalled");

    /// <summary>Its work order as it was read; null: it has none yet.</summary>
    public NodeUpgradeSpec? Order => order?.Spec;

    public bool IsStarted => _added.Count > 0 || order is { Spec.Grants.IsEmpty: false };

    public bool IsPrepared => Status?.IsPrepared ?? false;

    public bool HoldsFloatingAddress => Status?.HoldsFloatingAddress ?? false;

    public ImmutableArray<ComponentStatus> Components => Status?.Components ?? [];

    public bool IsAtTarget
    {
        get
        {
            foreach (var component in Components)
            {
                if (component.State != ComponentState.AtTarget)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public bool IsBehind(string component) => Component(component) is { State: not ComponentState.AtTarget };

    /// <summary>Plain loops here and below: these are asked for every node, component and pass.</summary>
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
        (order is not null && order.Spec.IsGranted(work, component)) || _added.Exists(grant => grant.Work == work && grant.Component == component);

    public void Grant(WorkKind work, string component = "")
    {
        if (!IsGranted(work, component))
        {
            _added.Add(new Grant { Work = work, Component = component });
        }
    }

    /// <summary>Grants in a fixed order, so that the same grants are the same object and nothing is written.</summary>
    public ImmutableArray<Grant> Grants => _added.Count == 0
        ? order?.Spec.Grants ?? []
        : [.. (order?.Spec.Grants ?? []).Concat(_added).OrderBy(grant => grant.Work).ThenBy(grant => grant.Component, StringComparer.Ordinal)];

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
}
