using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Everything the node planner sees. All of it is what is so now, but for the two memories that are written before the deed.</summary>
public sealed record NodeView
{
    /// <summary>The node.</summary>
    public required NodeName Node { get; init; }

    /// <summary>The node as people declare it.</summary>
    public required ClusterNodeSpec Spec { get; init; }

    /// <summary>What it may do now.</summary>
    public required NodeUpgradeSpec Order { get; init; }

    /// <summary>The target release.</summary>
    public required ClusterReleaseSpec Release { get; init; }

    /// <summary>Components that people want left alone.</summary>
    public ImmutableArray<string> SkipComponents { get; init; } = [];

    /// <summary>Release that the installed packages tell; null when none fits.</summary>
    public string? RecognisedRelease { get; init; }

    /// <summary>What the node told in the last round trip (memory: its step ledger).</summary>
    public required NodeObservation Observation { get; init; }

    /// <summary>What APT said about the target before anything was changed; null: it was not asked.</summary>
    public TargetResolution? Resolution { get; init; }

    /// <summary>Every HAProxy of the cluster, unreadable ones included.</summary>
    public ImmutableArray<ReadOutcome> LoadBalancers { get; init; } = [];

    /// <summary>Drains that are ours (memory: written to <c>NodeUpgrade.status</c> before the drain).</summary>
    public ImmutableArray<DrainRecord> Drains { get; init; } = [];

    /// <summary>The upgrade has come to its end: what is found now is what became of what it left. It changes no decision.</summary>
    public bool IsRunOver { get; init; }

    /// <summary>Since when the present step is wanted; null when there was none.</summary>
    public NodeStepStatus? PreviousStep { get; init; }
}
