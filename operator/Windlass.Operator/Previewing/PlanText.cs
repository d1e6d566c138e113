using System.Collections.Immutable;
using System.Text;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Projection;

namespace Windlass.Operator.Previewing;

/// <summary>A projection as people read it. The same projection gives the same text.</summary>
internal static class PlanText
{
    private const int NamedNodes = 8;

    /// <summary>Checks, and with them what would be done.</summary>
    public static string Plan(ClusterUpgrade upgrade, UpgradeProjection projection, int nodes)
    {
        var text = new StringBuilder(Preflight(upgrade, projection, nodes));
        if (projection.Refusal is not null)
        {
            return text.ToString();
        }

        text.Append(projection.IsPreflightPassed ? "\nPlan\n" : "\nPlan, once the findings are put right (nodes that did not answer are left out)\n");
        for (var i = 0; i < projection.Waves.Length; i++)
        {
            Append(text, i + 1, projection.Waves[i]);
        }

        if (projection.Waves.IsEmpty && projection.StoppedBecause is null)
        {
            text.Append("  nothing is left to do\n");
        }

        AppendPackages(text, projection);
        AppendBackends(text, projection);
        if (projection is { Plan: { ExpectedDuration: { Length: > 0 } takes } plan, Waves.IsEmpty: false })
        {
            text.Append($"\nExpected to take {takes} at work, by {plan.ExpectedFrom}\n");
        }

        AppendApproval(text, projection);
        text.Append(projection.StoppedBecause is { } obstacle
            ? $"\nThe run would wait here: {obstacle}\n"
            : $"\nAt the end every node above is at {upgrade.Spec.TargetRelease}. Nodes of one wave move together; in a window the next begins when one is done.\n");
        return text.ToString();
    }

    /// <summary>Checks only.</summary>
    public static string Preflight(ClusterUpgrade upgrade, UpgradeProjection projection, int nodes)
    {
        var text = new StringBuilder();
        var from = projection.FromRelease.Length == 0 ? "no known release" : projection.FromRelease;
        text.Append($"ClusterUpgrade {upgrade.Metadata.Name}: {from} -> {upgrade.Spec.TargetRelease}, {nodes} node{(nodes == 1 ? "" : "s")}\n\n");
        text.Append(projection.IsPreflightPassed ? "Preflight: passed\n" : "Preflight: FAILED\n");
        if (projection.Refusal is { } refusal)
        {
            text.Append($"  {refusal.Reason}: {refusal.Message}\n");
        }

        foreach (var finding in projection.Findings)
        {
            text.Append($"  {finding.Node}: {finding.Check}{Aside(finding)}: {finding.Message}\n");
        }

        return text.ToString();
    }

    private static string Aside(PreflightFinding finding) => finding switch
    {
        { IsSkipped: true, Check: PreflightCheck.UpgradeChecks } => " (passed over by spec.skipChecks or spec.upgradeChecks)",
        { IsSkipped: true } => " (skipped by spec.skipChecks)",
        { Severity: CheckSeverity.Failure } => "",
        _ => $" ({finding.Severity})",
    };

    private static void Append(StringBuilder text, int number, ProjectedWave wave)
    {
        text.Append($"{number,3}  {wave.Stage}{(wave.Components.Length == 0 ? "" : $" {wave.Components}")}\n");
        foreach (var same in wave.Visits.GroupBy(Steps))
        {
            text.Append($"       {Names([.. same.Select(visit => visit.Node.Metadata.Name)])}\n{same.Key}");
        }
    }

    private static string Steps(ProjectedVisit visit) => string.Concat(visit.Steps.Select(step => $"         {StepIds.KindOf(step.Step),-16} {StepText.Of(step)}\n"));

    private static void AppendPackages(StringBuilder text, UpgradeProjection projection)
    {
        var changes = projection.Waves.SelectMany(wave => wave.Visits)
            .SelectMany(visit => visit.Steps.SelectMany(step => step.Packages.Select(package => (package, visit.Node.Metadata.Name))))
            .GroupBy(change => change.package, change => change.Name)
            .OrderBy(change => change.Key.Name, StringComparer.Ordinal)
            .ThenBy(change => change.Key.From?.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        if (changes.IsEmpty)
        {
            return;
        }

        var (name, from) = (changes.Max(change => change.Key.Name.Length), changes.Max(change => From(change.Key).Length));
        text.Append("\nPackages\n");
        foreach (var change in changes)
        {
            ImmutableArray<string> nodes = [.. change.Distinct().Order(StringComparer.Ordinal)];
            text.Append($"  {change.Key.Name.PadRight(name)}  {From(change.Key).PadRight(from)} -> {StepText.To(change.Key)}  on {Names(nodes)}\n");
        }
    }

    private static string From(PackageChange change) => change.From?.Value ?? "new";

    private static void AppendBackends(StringBuilder text, UpgradeProjection projection)
    {
        ImmutableArray<string> backends =
        [
            .. projection.Waves.SelectMany(wave => wave.Visits).SelectMany(visit => visit.Steps)
                .Select(step => step.Step).OfType<NodeStep.Rotation>().SelectMany(rotation => rotation.Backends).Distinct().Order(StringComparer.Ordinal),
        ];
        if (!backends.IsEmpty)
        {
            text.Append($"\nBackends touched, in every HAProxy: {string.Join(", ", backends)}\n");
        }
    }

    private static void AppendApproval(StringBuilder text, UpgradeProjection projection)
    {
        if (projection is not { Plan: { } plan, Waves.IsEmpty: false })
        {
            return;
        }

        if (!plan.ApisAway.IsEmpty)
        {
            text.Append($"\nAPIs away while their schema moves: {string.Join(", ", ApiOutages.Names(plan))}\n");
        }

        text.Append($"\nHash of this plan, for spec.approval.planHash: {plan.Hash}\n");
    }

    private static string Names(ImmutableArray<string> names) =>
        string.Join(", ", names.Take(NamedNodes)) + (names.Length > NamedNodes ? $" and {names.Length - NamedNodes} more" : "");
}
