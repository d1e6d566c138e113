using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Projection;

/// <summary>One node of a projected cloud: what it would tell now, and its work order.</summary>
internal sealed class ProjectedNode(ClusterNode node, NodeObservation observation, TargetResolution? resolution)
{
    public ClusterNode Node => node;

    /// <summary>What its APT said about the target; null: it was not asked.</summary>
    public TargetResolution? Resolution => resolution;

    public NodeObservation Observation { get; set; } = observation with { Packaging = observation.Packaging with { LockHolder = null } };

    /// <summary>Null until the first pass.</summary>
    public NodeUpgrade? Order { get; set; }

    /// <summary>Its order changed since it was last looked at.</summary>
    public bool IsDue { get; set; }

    /// <summary>What it waits for; null: nothing.</summary>
    public NodeDecision.Wait? Waiting { get; set; }

    /// <summary>The upgrade loop writes an order; the same one costs nothing.</summary>
    public void Take(NodeUpgradeSpec spec)
    {
        if (ReferenceEquals(Order?.Spec, spec))
        {
            return;
        }

        Order = new NodeUpgrade
        {
            Metadata = new ObjectMeta { Name = $"{spec.UpgradeName}-{spec.NodeName}", Generation = (Order?.Metadata.Generation ?? 0) + 1 },
            Spec = spec,
            Status = Order?.Status,
        };
        IsDue = true;
    }

    /// <summary>Pauses after failures that somebody else's run left are over.</summary>
    public void Pass(TimeSpan time) => Observation = Observation with { Machine = Observation.Machine with { Clock = Observation.Machine.Clock + time } };

    /// <summary>What a step does to packages, told with what is installed.</summary>
    public ImmutableArray<PackageChange> Changes(NodeStep step, TargetVersions versions) => step switch
    {
        NodeStep.Stage stage => Changes(stage.Packages, versions),
        NodeStep.Install install => Changes(install.Packages, versions),
        _ => [],
    };

    private ImmutableArray<PackageChange> Changes(ImmutableArray<PackagePin> pins, TargetVersions versions) =>
        [.. pins.Select(pin => new PackageChange(
            pin.Name, Observation.Packages.GetValueOrDefault(pin.Name)?.Installed, TargetVersions.Shown(pin.Version), versions.Expected(pin.Name)))];
}
