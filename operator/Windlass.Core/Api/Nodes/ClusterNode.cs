using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Nodes;

/// <summary>One machine: where it is, what it is for, how to reach it; and what was last seen on it.</summary>
[Resource("clusternodes", "cnode")]
[PrinterColumn("Address", "string", ".spec.address")]
[PrinterColumn("Roles", "string", ".status.roles")]
[PrinterColumn("Release", "string", ".status.release")]
[PrinterColumn("Reachable", "string", ".status.conditions[?(@.type==\"Reachable\")].status")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
[PrinterColumn("OS", "string", ".status.operatingSystem", IsWide = true)]
[PrinterColumn("Kernel", "string", ".status.kernel", IsWide = true)]
[PrinterColumn("Observed", "date", ".status.lastObservedTime", IsWide = true)]
[PrinterColumn("Message", "string", ".status.conditions[?(@.type==\"Reachable\")].message", IsWide = true)]
[Description("One machine of the cluster: its address, its roles, how to reach it; and what was last seen on it.")]
public sealed record ClusterNode : IResource
{
    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? Api.ApiVersion.Full; } = Api.ApiVersion.Full;

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? nameof(ClusterNode); } = nameof(ClusterNode);

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The machine as people declare it.</summary>
    [Description("The machine as people declare it.")]
    public required ClusterNodeSpec Spec { get; init; }

    /// <summary>The machine as it was last seen.</summary>
    [Description("The machine as it was last seen.")]
    public ClusterNodeStatus? Status { get; init; }
}
