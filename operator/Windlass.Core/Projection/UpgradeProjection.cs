using System.Collections.Immutable;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Projection;

/// <summary>What an upgrade would do, by the planners' own decisions.</summary>
public sealed record UpgradeProjection
{
    /// <summary>Releases that are installed now, separated by commas; empty: none was recognised.</summary>
    public string FromRelease { get; init; } = "";

    /// <summary>Why the upgrade would be refused; null: it would not.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What checks found.</summary>
    public ImmutableArray<PreflightFinding> Findings { get; init; } = [];

    /// <summary>The plan as it would stand in the cluster, with the hash that approves it; null: there is none.</summary>
    public UpgradePlanSpec? Plan { get; init; }

    /// <summary>What would be done, in order. Also there when checks fail: as if they were put right. Nodes that did not answer are left out.</summary>
    public ImmutableArray<ProjectedWave> Waves { get; init; } = [];

    /// <summary>What the run would wait for without end; null: it reaches its target.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>The upgrade would begin.</summary>
    public bool IsPreflightPassed => Refusal is null && Findings.All(finding => finding.IsSkipped || finding.Severity != CheckSeverity.Failure);
}
