using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>The declared target release of a cluster, the policy to get there, and how far it is.</summary>
[Resource("clusterupgrades", "cupg")]
[PrinterColumn("From", "string", ".status.fromRelease")]
[PrinterColumn("Target", "string", ".spec.targetRelease")]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Status", "string", ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("Nodes", "string", ".status.nodes.summary")]
[PrinterColumn("Failed", "integer", ".status.nodes.failed")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
[PrinterColumn("Stage", "string", ".status.stage", IsWide = true)]
[PrinterColumn("Component", "string", ".status.currentComponent", IsWide = true)]
[PrinterColumn("Updating", "integer", ".status.nodes.updating", IsWide = true)]
[PrinterColumn("Skipped", "integer", ".status.nodes.skipped", IsWide = true)]
[PrinterColumn("Paused", "string", ".status.conditions[?(@.type==\"Paused\")].status", IsWide = true)]
[PrinterColumn("Stalled", "string", ".status.conditions[?(@.type==\"Stalled\")].reason", IsWide = true)]
[PrinterColumn("Eta", "string", ".status.eta", IsWide = true)]
[PrinterColumn("Progressed", "date", ".status.lastProgressTime", IsWide = true)]
[PrinterColumn("Message", "string", ".status.conditions[?(@.type==\"Ready\")].message", IsWide = true)]
[Description("The declared target release of a cluster, the policy to get there, and how far it is. One namespace is one cluster.")]
public sealed record ClusterUpgrade : IResource
{
    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? Api.ApiVersion.Full; } = Api.ApiVersion.Full;

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? nameof(ClusterUpgrade); } = nameof(ClusterUpgrade);

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>What people want.</summary>
    [Description("What people want.")]
    [Rule("!has(oldSelf.abort) || !oldSelf.abort || (has(self.abort) && self.abort)", "abort cannot be taken back: apply another ClusterUpgrade to go on from there")]
    public required ClusterUpgradeSpec Spec { get; init; }

    /// <summary>How far it is.</summary>
    [Description("How far it is; written by the operator.")]
    public ClusterUpgradeStatus? Status { get; init; }
}
