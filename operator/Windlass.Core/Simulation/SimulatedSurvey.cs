using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;

namespace Windlass.Core.Simulation;

/// <summary>What the planner gets to see of one simulated node. What cannot have changed is not worked out again.</summary>
internal sealed class SimulatedSurvey(SimulatedCluster cluster, SimulatedNode node)
{
    private ClusterReleaseSpec? _release;
    private ImmutableArray<string> _probes = [];
    private ImmutableSortedDictionary<string, PackageState>? _recognisedFrom;
    private string? _recognised;

    /// <summary>The planner's view.</summary>
    public NodeView View(NodeUpgrade order)
    {
        var release = cluster.Objects.Release(order.Spec.TargetRelease);
        if (!ReferenceEquals(release, _release))
        {
            (_release, _probes) = (release, Probes.For(node.Spec, release));
        }

        var observation = node.Observe(cluster.OperatorNow, cluster.Now, _probes);
        return new NodeView
        {
            Node = node.Name,
            Spec = node.Spec,
            Order = order.Spec,
            Release = release,
            SkipComponents = cluster.Objects.Upgrade.Spec.SkipComponents,
            RecognisedRelease = Recognise(observation.Packages),
            Observation = observation,
            LoadBalancers = cluster.Balancers.Read(),
            Drains = order.Status is { } status ? NodeReport.RecordsOf(status) : [],
            IsRunOver = IsRunOver(cluster.Objects.Upgrade),
            PreviousStep = order.Status?.Step,
        };
    }

    /// <summary>The run that was asked for last is over.</summary>
    public static bool IsRunOver(ClusterUpgrade upgrade) =>
        upgrade.Status is { CompletionTime: not null } end && end.ObservedGeneration == upgrade.Metadata.Generation;

    /// <summary>The same packages tell the same release.</summary>
    private string? Recognise(ImmutableSortedDictionary<string, PackageState> packages)
    {
        if (!ReferenceEquals(packages, _recognisedFrom))
        {
            (_recognisedFrom, _recognised) = (packages, ReleaseRecognition.Recognise(cluster.Objects.Releases, packages));
        }

        return _recognised;
    }
}
