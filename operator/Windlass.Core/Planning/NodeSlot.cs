using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning;

/// <summary>One selected node as the upgrade loop sees it: its declaration, its grants so far, and what its work order reports.</summary>
internal sealed class NodeSlot(ClusterNode node, NodeUpgrade? order)
{
    private readonly HashSet<Grant> _grants = [.. order?.Spec.Grants ?? []];

    public string Name => node.Metadata.Name;

    public ClusterNodeSpec Spec => node.Spec;

    public string Role => Spec.Roles.IsEmpty ? "" : Spec.Roles[0];

    public NodeUpgradeStatus? Status { get; } = order?.Status;

    /// <summary>Its report is about the grants as they are, and it was reached for it.</summary>
    public bool IsObserved => Status is { } status && order is not null && status.ObservedGeneration == order.Metadata.Generation && IsReachable;

    public bool IsReachable => Condition("Reachable") is { Status: ConditionStatus.True };

    public Condition? Stalled => Condition("Stalled");

    public bool IsStarted => _grants.Count > 0;

    public bool IsPrepared => Status?.IsPrepared ?? false;

    public bool HoldsFloatingAddress => Status?.HoldsFloatingAddress ?? false;

    public IEnumerable<ComponentStatus> Components => Status?.Components ?? [];

    public bool IsAtTarget => Components.All(component => component.State == ComponentState.AtTarget);

    public bool IsBehind(string component) => Component(component) is { State: not ComponentState.AtTarget };

    public ComponentStatus? Component(string name) => Components.FirstOrDefault(component => component.Name == name);

    public bool IsGranted(WorkKind work, string component = "") => _grants.Contains(new Grant { Work = work, Component = component });

    public void Grant(WorkKind work, string component = "") => _grants.Add(new Grant { Work = work, Component = component });

    /// <summary>Grants in a fixed order, so that the same grants are the same object and nothing is written.</summary>
    public ImmutableArray<Grant> Grants => [.. _grants.OrderBy(grant => grant.Work).ThenBy(grant => grant.Component, StringComparer.Ordinal)];

    public Condition? Condition(string type) => Status?.Conditions.FirstOrDefault(condition => condition.Type == type);
}
