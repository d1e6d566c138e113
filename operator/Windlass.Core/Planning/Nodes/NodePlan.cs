using System.Collections.Immutable;

namespace Windlass.Core.Planning.Nodes;

/// <summary>What one node does next, and what was found on the way to that decision.</summary>
public sealed record NodePlan
{
    /// <summary>What it does next.</summary>
    public required NodeDecision Decision { get; init; }

    /// <summary>Components of the release that are installed there.</summary>
    internal ImmutableArray<ComponentFacts> Components { get; init; } = [];

    /// <summary>Quiet, switched, downloaded.</summary>
    public required bool IsPrepared { get; init; }

    /// <summary>Its configuration is still to be applied at the end.</summary>
    public bool IsConfigurationDue { get; init; }

    /// <summary>It asks for a reboot, and this upgrade has not rebooted it yet.</summary>
    public bool IsRebootDue { get; init; }

    /// <summary>Its configuration is applied, it is rebooted, and everything on it serves again.</summary>
    public bool IsLastVisitOver { get; init; }

    /// <summary>What only the old release needed was asked to go, and is gone.</summary>
    public bool IsTidy { get; init; }

    /// <summary>Nothing is drained, held or quiesced by us.</summary>
    public required bool IsGivenBack { get; init; }
}
