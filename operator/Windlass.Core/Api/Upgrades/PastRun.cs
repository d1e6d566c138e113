using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>A run of the same cluster that is over. It stays told when its ClusterUpgrade is deleted.</summary>
public sealed record PastRun
{
    /// <summary>Name of the upgrade.</summary>
    [Description("Name of the ClusterUpgrade.")]
    public required string Upgrade { get; init; }

    /// <summary>Release before.</summary>
    [Description("Release that the nodes came from.")]
    public string? FromRelease { get; init; }

    /// <summary>Release wanted.</summary>
    [Description("Name of the ClusterRelease that was to be reached.")]
    public required string TargetRelease { get; init; }

    /// <summary>How it ended.</summary>
    [Description("Reason of its condition Ready at the end: UpgradeSucceeded or Aborted.")]
    public required string Result { get; init; }

    /// <summary>Begin.</summary>
    [Description("When its first node was given work.")]
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>End.</summary>
    [Description("When it was over.")]
    public required DateTimeOffset CompletionTime { get; init; }

    /// <summary>Its nodes.</summary>
    [Description("Nodes at the target out of all.")]
    public string? Nodes { get; init; }

    /// <summary>Its steps.</summary>
    [Description("Steps run on nodes, retries included.")]
    public long StepsRun { get; init; }

    /// <summary>Its plan.</summary>
    [Description("Hash of the plan that it followed.")]
    public string? PlanHash { get; init; }
}
