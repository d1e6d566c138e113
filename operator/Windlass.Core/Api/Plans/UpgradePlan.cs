using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Plans;

/// <summary>What an upgrade would do, for a person to read and approve. It never changes: another plan is another object.</summary>
[Resource("upgradeplans", "uplan")]
[PrinterColumn("Upgrade", "string", ".spec.upgradeName")]
[PrinterColumn("From", "string", ".spec.fromRelease")]
[PrinterColumn("Target", "string", ".spec.targetRelease")]
[PrinterColumn("Nodes", "integer", ".spec.nodeCount")]
[PrinterColumn("Expected", "string", ".spec.expectedDuration")]
[PrinterColumn("Hash", "string", ".spec.hash")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
[Description("What an upgrade would do, for a person to read and approve by its hash. It never changes: another plan is another object.")]
public sealed record UpgradePlan : IResource
{
    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? Api.ApiVersion.Full; } = Api.ApiVersion.Full;

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? nameof(UpgradePlan); } = nameof(UpgradePlan);

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The plan.</summary>
    [Description("The plan.")]
    [Rule("self == oldSelf", "a plan never changes: another plan is another object")]
    public required UpgradePlanSpec Spec { get; init; }
}
