using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Reporting;

namespace Windlass.Operator.Working;

/// <summary>What to ask a node for, and what the planner gets to see of the answer.</summary>
internal sealed class NodeSurvey(OrderShelf orders, LoadBalancerPool balancers, RecentReadings recent)
{
    /// <summary>Everything any release could want to know about the node, in one question.</summary>
    public ObservationRequest Request(ClusterNode node, NodeUpgrade? order)
    {
        var target = order is null ? null : orders.Target(order);
        var request = Request(node, orders.Releases(node.Metadata.Namespace ?? ""), target);
        return order is null || target is null ? request : Autoremoval.Asked(request, order.Spec, target.Spec);
    }

    /// <summary>The same before there is any order.</summary>
    public static ObservationRequest Request(ClusterNode node, ImmutableArray<ClusterRelease> releases, ClusterRelease? target) => new(
        [.. releases.SelectMany(release => release.Spec.Components).SelectMany(component => component.SourcePackages).Distinct().Order(StringComparer.Ordinal)],
        [.. (target?.Spec.Components ?? []).SelectMany(component => component.NewPackages).Select(package => package.Package).Distinct()],
        [.. target is null ? [] : UnitNames.NamedBy(target.Spec)],
        target?.Spec.Repository.File ?? "",
        target is null ? [] : Probes.For(node.Spec, target.Spec))
    {
        Supersedes = target?.Spec.Repository.Supersedes ?? [],
    };

    /// <summary>What every load balancer says; they are looked at only when the node serves behind them, or has drains of ours.</summary>
    public async Task<ImmutableArray<ReadOutcome>> BalancersAsync(ClusterNode node, NodeUpgrade? order, CancellationToken cancellation)
    {
        if (order is null || orders.Target(order) is not { } target)
        {
            return [];
        }

        var serves = target.Spec.Components.Any(component => component.ControlPlane is { Backends.IsEmpty: false } plane && node.Spec.Roles.Contains(plane.Role));
        if (!serves && order.Status is not { Drains.IsEmpty: false })
        {
            return [];
        }

        // After the end nothing is decided by it: one reading does for all nodes that look at about the same time.
        var space = node.Metadata.Namespace ?? "";
        return order.Status is { Drains.IsEmpty: true } && orders.IsOver(order)
            ? await recent.AllAsync(space, cancellation).ConfigureAwait(false)
            : await balancers.ReadAllAsync(space, cancellation).ConfigureAwait(false);
    }

    /// <summary>The planner's view.</summary>
    public NodeView View(
        ClusterNode node, NodeUpgrade order, ClusterRelease target, NodeObservation observation, string? release, ImmutableArray<ReadOutcome> readings) => new()
        {
            Node = new NodeName(node.Metadata.Name),
            Spec = node.Spec,
            Order = order.Spec,
            Release = target.Spec,
            SkipComponents = orders.Skipped(order),
            RecognisedRelease = release,
            Observation = observation,
            LoadBalancers = readings,
            Drains = order.Status is { } status ? NodeReport.RecordsOf(status) : [],
            IsRunOver = orders.IsOver(order),
            PreviousStep = order.Status?.Step,
        };
}
