using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>Condition <c>PreflightPassed</c>: what failed, what people passed over, and what they should know.</summary>
internal static class PreflightCondition
{
    public static void Add(ConditionSet set, UpgradeView view, ImmutableArray<NodeSlot> slots, UpgradeSituation situation, bool isStarted)
    {
        if (situation is UpgradeSituation.PreflightFailed failed)
        {
            set.Add("PreflightPassed", ConditionStatus.False, "ChecksFailed", failed.Message);
        }
        else if (isStarted || situation is UpgradeSituation.Done or UpgradeSituation.AwaitingApproval)
        {
            var (reason, message) = Passed(view, slots);
            set.Add("PreflightPassed", ConditionStatus.True, reason, message);
        }
        else
        {
            set.Add("PreflightPassed", ConditionStatus.Unknown, "ChecksRunning", "not all nodes were looked at yet");
        }
    }

    /// <summary>What people passed over by name, and what checks say without being in the way.</summary>
    private static (string Reason, string Message) Passed(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var spec = view.Upgrade.Spec;
        var skipped = spec.SkipChecks.IsEmpty ? "" : $"skipped by spec.skipChecks: {string.Join(", ", spec.SkipChecks)}";
        var accepted = spec.UpgradeChecks.Accept.IsEmpty ? "" : $"accepted by spec.upgradeChecks: {string.Join(", ", spec.UpgradeChecks.Accept)}";
        var told = string.Join("; ", LeftOut(view, slots).Concat(slots.Where(static slot => slot.Status is { FailedChecks.IsEmpty: false })
            .SelectMany(slot => slot.Status!.FailedChecks
                .Where(check => check.Severity != CheckSeverity.Failure && !CheckPolicy.IsSkipped(spec, check))
                .Select(check => $"{slot.Name}: {check.Check} ({check.Severity}): {check.Message}")).Take(5)));
        var message = string.Join("; ", ((string[])[skipped, accepted, told]).Where(part => part.Length > 0));
        return (skipped.Length + accepted.Length, told.Length) switch
        {
            (0, 0) => ("ChecksPassed", "all checks passed"),
            (0, _) => ("ChecksPassedWithWarnings", message),
            _ => ("ChecksPassedWithAcknowledgements", message),
        };
    }

    /// <summary>Its owner has the new configuration ready for all nodes: on one that keeps the old code nobody holds it back.</summary>
    private static IEnumerable<string> LeftOut(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var suspended = view.Nodes.Where(node => node.Spec.Suspended).Select(node => node.Metadata.Name).ToImmutableArray();
        if (!suspended.IsEmpty && UpgradeAdmission.Target(view, slots) is { Quiesce.IsEmpty: false } release)
        {
            yield return $"suspended: {UpgradeAdmission.Names(suspended)}: nothing is touched there, so {string.Join(", ", release.Quiesce.Select(service => service.Name))} goes on; "
                + "stop it yourself where the new configuration must not meet the old code";
        }
    }
}
