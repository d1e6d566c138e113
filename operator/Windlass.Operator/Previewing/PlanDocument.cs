using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Projection;

namespace Windlass.Operator.Previewing;

/// <summary>A projection as programs read it.</summary>
internal sealed record PlanDocument(
    string Upgrade,
    string Namespace,
    string FromRelease,
    string TargetRelease,
    bool PreflightPassed,
    Refusal? Refusal,
    ImmutableArray<PreflightFinding> Findings,
    string? PlanHash,
    string? ExpectedDuration,
    string? ExpectedFrom,
    ImmutableArray<string>? ApisAway,
    ImmutableSortedDictionary<string, int>? ApisAwaySeconds,
    ImmutableArray<PlanDocument.Wave>? Waves,
    string? StoppedBecause)
{
    /// <param name="upgrade">The upgrade.</param>
    /// <param name="projection">What it would do.</param>
    /// <param name="isPlanWanted">Not the checks only.</param>
    public static PlanDocument Of(ClusterUpgrade upgrade, UpgradeProjection projection, bool isPlanWanted) => new(
        upgrade.Metadata.Name,
        upgrade.Metadata.Namespace ?? "",
        projection.FromRelease,
        upgrade.Spec.TargetRelease,
        projection.IsPreflightPassed,
        projection.Refusal,
        projection.Findings,
        isPlanWanted ? projection.Plan?.Hash : null,
        isPlanWanted ? projection.Plan?.ExpectedDuration : null,
        isPlanWanted ? projection.Plan?.ExpectedFrom : null,
        isPlanWanted ? projection.Plan?.ApisAway : null,
        isPlanWanted ? projection.Plan?.ApisAwaySeconds : null,
        isPlanWanted ? [.. projection.Waves.Select(Of)] : null,
        isPlanWanted ? projection.StoppedBecause : null);

    private static Wave Of(ProjectedWave wave) => new(wave.Stage, wave.Components, [.. wave.Visits.Select(visit => new Visit(visit.Node.Metadata.Name, [.. visit.Steps.Select(Of)]))]);

    private static Step Of(ProjectedStep step) => new(
        StepIds.KindOf(step.Step),
        StepIds.ComponentOf(step.Step),
        StepText.Of(step),
        [.. step.Packages.Select(package => new Package(package.Name, package.From?.Value, package.To?.Value, package.Expected))],
        step.Step is NodeStep.Rotation rotation ? rotation.Backends : []);

    /// <summary>Nodes that move together.</summary>
    internal sealed record Wave(string Stage, string Components, ImmutableArray<Visit> Nodes);

    /// <summary>One node in it.</summary>
    internal sealed record Visit(string Node, ImmutableArray<Step> Steps);

    /// <summary>One of its steps.</summary>
    internal sealed record Step(string Kind, string Component, string Text, ImmutableArray<Package> Packages, ImmutableArray<string> Backends);

    /// <summary>A package in it; <paramref name="From"/> is left out for a new one, <paramref name="To"/> until it is known.</summary>
    internal sealed record Package(string Name, string? From, string? To, string Expected);
}
