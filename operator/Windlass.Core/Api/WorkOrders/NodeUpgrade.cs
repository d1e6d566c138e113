using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>The work order of one node in one upgrade. The upgrade loop writes its spec, the node loop its status: here they meet.</summary>
[Resource("nodeupgrades", "nupg")]
[PrinterColumn("Node", "string", ".spec.nodeName")]
[PrinterColumn("Role", "string", ".spec.role")]
[PrinterColumn("Zone", "string", ".spec.failureDomain")]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Status", "string", ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("Component", "string", ".status.step.component")]
[PrinterColumn("Step", "string", ".status.step.name")]
[PrinterColumn("Step-Age", "date", ".status.step.startTime")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
[PrinterColumn("Attempt", "integer", ".status.step.attempt", IsWide = true)]
[PrinterColumn("Sessions", "integer", ".status.sessionsRemaining", IsWide = true)]
[PrinterColumn("Release", "string", ".status.release", IsWide = true)]
[PrinterColumn("Services", "string", ".status.conditions[?(@.type==\"ServicesActive\")].reason", IsWide = true)]
[PrinterColumn("Rotation", "string", ".status.conditions[?(@.type==\"InRotation\")].reason", IsWide = true)]
[PrinterColumn("Progressed", "date", ".status.lastProgressTime", IsWide = true)]
[PrinterColumn("Message", "string", ".status.conditions[?(@.type==\"Ready\")].message", IsWide = true)]
[Description("The work order of one node in one upgrade: what it may do now, and how far it is. Written by the operator.")]
public sealed record NodeUpgrade : IResource
{
    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? Api.ApiVersion.Full; } = Api.ApiVersion.Full;

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? nameof(NodeUpgrade); } = nameof(NodeUpgrade);

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>What the node may do.</summary>
    [Description("What the node may do now; written by the upgrade reconciler.")]
    public required NodeUpgradeSpec Spec { get; init; }

    /// <summary>How far the node is.</summary>
    [Description("How far the node is; written by the node reconciler.")]
    public NodeUpgradeStatus? Status { get; init; }
}
