using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning;
using Windlass.Core.Reporting;

namespace Windlass.Operator.Working;

/// <summary>What to ask a node for, and what the planner gets to see of the answer.</summary>
internal sealed class NodeSurvey(OrderShelf orders, LoadBalancerPool balancers)
{
    /// <summary>Everything any release could want to know about the node, in one question.</summary>
    public ObservationRequest Request(ClusterNode node, NodeUpgrade? order)
    {
        var releases = orders.Releases(node.Metadata.Namespace ?? "");
        var target = order is null ? null : orders.Target(order);
        return new ObservationRequest(
            [.. releases.SelectMany(release => release.Spec.Components).SelectMany(component => component.SourcePackages).Distinct().Order(StringComparer.Ordinal)],
            [.. (target?.Spec.Quiesce ?? []).SelectMany(service => service.Units).Select(UnitNames.WithSuffix).Distinct()],
            target?.Spec.Repository.File ?? "",
            target is null ? [] : Probes.For(node.Spec, target.Spec));
    }

    /// <summary>The planner's view; load balancers are looked at only when the node serves behind them.</summary>
    public async Task<NodeView> ViewAsync(
        ClusterNode node, NodeUpgrade order, ClusterRelease target, NodeObservation observation, string? release, CancellationToken cancellation)
    {
        var serves = target.Spec.Components.Any(component => component.ControlPlane is { Backends.IsEmpty: false } plane && node.Spec.Roles.Contains(plane.Role));
        var drains = order.Status is { } status ? NodeReport.RecordsOf(status) : [];
        return new NodeView
        {
            Node = new NodeName(node.Metadata.Name),
            Spec = node.Spec,
            Order = order.Spec,
            Release = target.Spec,
            SkipComponents = orders.Skipped(order),
            RecognisedRelease = release,
            Observation = observation,
            LoadBalancers = serves || !drains.IsEmpty ? await balancers.ReadAllAsync(node.Metadata.Namespace ?? "", cancellation).ConfigureAwait(false) : [],
            Drains = drains,
            PreviousStep = order.Status?.Step,
        };
    }
}
