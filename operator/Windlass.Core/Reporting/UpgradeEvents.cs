using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>
/// What has happened between two statuses of an upgrade. Derived from the statuses alone, so a pass that changes nothing tells nothing,
/// and a restart repeats nothing.
/// </summary>
public static class UpgradeEvents
{
    /// <summary>Reasons of Ready that mean: not with this spec.</summary>
    private static readonly ImmutableArray<string> Refusals = ["InvalidSpec", "UnsupportedUpgradePath", "DowngradeRefused"];

    /// <summary>Reason of Paused: nobody asked.</summary>
    private const string BudgetSpent = "PausedByFailureBudget";

    /// <summary>Events in the order in which they are best read.</summary>
    /// <param name="before">The stored status; null when there is none yet.</param>
    /// <param name="outcome">What was decided now.</param>
    public static ImmutableArray<ReportedEvent> Between(ClusterUpgradeStatus? before, UpgradeOutcome outcome)
    {
        var (old, now) = (before ?? new ClusterUpgradeStatus(), outcome.Status);
        return
        [
            .. Admission(before, now),
            .. Conditions(old, now),
            .. Drifting(old, now),
            .. Services(old, now),
            .. Windows(old, now),
            .. Maintenance(old, now),
            .. Gates(old, now),
            .. Ending(old, outcome),
        ];
    }

    private static IEnumerable<ReportedEvent> Admission(ClusterUpgradeStatus? before, ClusterUpgradeStatus now)
    {
        var ready = Find(now, "Ready");
        if (ready is not null && Refusals.Contains(ready.Reason))
        {
            if (Find(before, "Ready")?.Reason != ready.Reason)
            {
                yield return Warning(ready.Reason, "Admitting", ready.Message);
            }

            yield break;
        }

        if (before?.Stage is null or UpgradeStage.Refused && now.Stage is not (UpgradeStage.Refused or UpgradeStage.Finalizing or UpgradeStage.Aborted))
        {
            yield return Normal("UpgradeAccepted", "Admitting", ready?.Message ?? "looking at the nodes");
        }
    }

    private static IEnumerable<ReportedEvent> Conditions(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        if (Became(before, now, "PreflightPassed", ConditionStatus.False) is { } failing)
        {
            yield return Warning("PreflightCheckFailed", "Checking", failing.Message);
        }

        foreach (var approval in Approval(before, now))
        {
            yield return approval;
        }

        if (now.StartTime is null)
        {
            yield break;
        }

        if (Became(before, now, "PreflightPassed", ConditionStatus.True) is { } passed)
        {
            yield return Normal("PreflightPassed", "Checking", passed.Message);
        }

        if (Find(before, "PackagesStaged") is not null && Became(before, now, "PackagesStaged", ConditionStatus.True) is { } staged)
        {
            yield return Normal("StagingCompleted", "Staging", staged.Message);
        }

        if (Became(before, now, "Paused", ConditionStatus.True) is { } paused)
        {
            yield return paused.Reason == BudgetSpent ? Warning("FailureBudgetExhausted", "Pausing", paused.Message) : Normal("UpgradePaused", "Pausing", paused.Message);
        }

        if (Find(before, "Paused") is { Status: ConditionStatus.True } pause && Find(now, "Paused") is { Reason: "NotPaused" } && now.Stage is not (UpgradeStage.Finalizing or UpgradeStage.Aborted))
        {
            yield return Normal("UpgradeResumed", "Resuming", pause.Reason == BudgetSpent ? "no more nodes are stalled than the failure budget allows" : "nobody asks for a pause any more");
        }
    }

    /// <summary>After the end.</summary>
    private static IEnumerable<ReportedEvent> Drifting(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        if (Became(before, now, "Drifted", ConditionStatus.True) is { } drifted)
        {
            yield return Warning("DriftDetected", "Watching", drifted.Message);
        }

        if (Became(before, now, "Drifted", ConditionStatus.Unknown) is { } unknown)
        {
            yield return Warning("DriftUnknown", "Watching", unknown.Message);
        }

        if (Find(before, "Drifted") is { Status: not ConditionStatus.False } && Became(before, now, "Drifted", ConditionStatus.False) is { } restored)
        {
            yield return Normal("DriftGone", "Watching", restored.Message);
        }
    }

    /// <summary>Another plan is news, even when the one before was not approved either.</summary>
    private static IEnumerable<ReportedEvent> Approval(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        if (Find(now, "PlanApproved") is not { } approval || now.PlanHash is null)
        {
            yield break;
        }

        var then = Find(before, "PlanApproved");
        if (approval.Status == ConditionStatus.False && (then?.Status != ConditionStatus.False || before.PlanHash != now.PlanHash))
        {
            yield return approval.Reason == "PlanChanged" ? Warning("PlanChanged", "Planning", approval.Message) : Normal("PlanCreated", "Planning", approval.Message);
        }

        if (approval.Reason == "ApprovedByUser" && then?.Status == ConditionStatus.False)
        {
            yield return Normal("PlanApproved", "Planning", approval.Message);
        }
    }

    /// <summary>The names stand in the status only while the control plane is in work: a pause hides them, and is no end.</summary>
    private static IEnumerable<ReportedEvent> Services(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        var isHidden = HidesServices(now) || HidesServices(before);
        if (isHidden)
        {
            yield break;
        }

        var (then, active) = (InWork(before), InWork(now));
        foreach (var name in then.Except(active))
        {
            yield return Normal("ServiceUpgraded", ActionOn(name), $"{name}: every node is at the target");
        }

        foreach (var name in active.Except(then))
        {
            yield return Normal("ServiceUpgradeStarted", ActionOn(name), $"{name}: one node after another from here");
        }
    }

    private static IEnumerable<ReportedEvent> Windows(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        foreach (var window in now.OpenSchemaWindows.Where(window => before.OpenSchemaWindows.All(other => other.Component != window.Component)))
        {
            yield return Normal("SchemaWindowOpened", ActionOn(window.Component), $"{window.Component}: old code runs beside the new schema until every node has the new code");
        }

        foreach (var window in now.OpenSchemaWindows.Where(window => window.IsTooLong && !before.OpenSchemaWindows.Any(other => other.Component == window.Component && other.IsTooLong)))
        {
            yield return Warning(
                "SchemaWindowTooLong", ActionOn(window.Component), $"{window.Component}: servers run the old code beside the new schema for more than {SchemaWindow.Limit.TotalMinutes} minutes: see what holds them up");
        }

        foreach (var window in before.OpenSchemaWindows.Where(window => now.OpenSchemaWindows.All(other => other.Component != window.Component)))
        {
            yield return Normal("SchemaWindowClosed", ActionOn(window.Component), $"{window.Component}: no old code beside the new schema any more (it was open since {window.Since:HH:mm:ss}Z)");
        }
    }

    /// <summary>A window that is found as it is at first is no news.</summary>
    private static IEnumerable<ReportedEvent> Maintenance(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        if (before.Window is not { } then || now.Window is not { } window || then.Open == window.Open)
        {
            yield break;
        }

        if (window.Open)
        {
            yield return Normal("WindowOpened", "Waiting", $"nodes may begin, until {window.CloseTime:yyyy-MM-dd HH:mm}Z");
            yield break;
        }

        var next = window.OpenTime is { } opens ? $" before {opens:yyyy-MM-dd HH:mm}Z" : ": no window opens within a week";
        var rest = now.Nodes is { Updating: > 0 and var updating } ? $"; what is begun is finished, on {updating} {(updating == 1 ? "node" : "nodes")}" : "";
        yield return Normal("WindowClosed", "Waiting", $"no other node begins{next}{rest}");
    }

    /// <summary>A gate that is found open at first is no news.</summary>
    private static IEnumerable<ReportedEvent> Gates(ClusterUpgradeStatus before, ClusterUpgradeStatus now)
    {
        foreach (var gate in now.Gates)
        {
            var then = before.Gates.FirstOrDefault(other => other.Name == gate.Name);
            if (!gate.Open && then is not { Open: false })
            {
                yield return Warning("HealthGateFailed", $"Waiting/{gate.Name}", $"no other node begins: gate {gate.Name}: {gate.Message}");
            }
            else if (gate.Open && then is { Open: false })
            {
                yield return Normal("HealthGatePassed", $"Waiting/{gate.Name}", $"nodes may begin again: gate {gate.Name}: {gate.Message}");
            }
        }
    }

    private static IEnumerable<ReportedEvent> Ending(ClusterUpgradeStatus before, UpgradeOutcome outcome)
    {
        var now = outcome.Status;
        if (Find(now, "Ready") is { Reason: "UpgradeSucceeded" } done && Find(before, "Ready")?.Reason != done.Reason)
        {
            yield return Normal("UpgradeSucceeded", "Finishing", $"{done.Message}; {now.StepsRun} steps were run");
        }

        if (now.Stage is not (UpgradeStage.Finalizing or UpgradeStage.Aborted) || before.StartTime is null || before.CompletionTime is not null)
        {
            yield break;
        }

        if (before.Stage != UpgradeStage.Finalizing)
        {
            yield return Warning("UpgradeAborted", "Stopping", "deleted or aborted in mid-run: steps in hand are finished, and what was taken out of rotation is given back");
        }

        var left = now.Stage == UpgradeStage.Finalizing && Find(now, "Degraded") is { Status: ConditionStatus.True } degraded ? degraded : null;
        if (left is not null && (before.Stage != now.Stage || Find(before, "Degraded")?.Message != left.Message))
        {
            yield return Warning("CleanupIncomplete", "Stopping", $"cannot give everything back yet: {left.Message}");
        }

        if (outcome.IsReleasable || now.Stage == UpgradeStage.Aborted)
        {
            yield return Normal("SafeStopCompleted", "Stopping", "nothing of ours is left on any node");
        }
    }

    private static bool HidesServices(ClusterUpgradeStatus status) =>
        status.Stage is UpgradeStage.Paused or UpgradeStage.Refused or UpgradeStage.Finalizing or UpgradeStage.Aborted;

    private static ImmutableArray<string> InWork(ClusterUpgradeStatus status) =>
        status is { Stage: UpgradeStage.ControlPlane, CurrentComponent: { Length: > 0 } names } ? [.. names.Split(',')] : [];

    /// <summary>Events that differ in the note alone are folded into one; those of two components must not be.</summary>
    private static string ActionOn(string component) => $"Upgrading/{component}";

    private static Condition? Became(ClusterUpgradeStatus before, ClusterUpgradeStatus now, string type, ConditionStatus status) =>
        Find(now, type) is { } condition && condition.Status == status && Find(before, type)?.Status != status ? condition : null;

    private static Condition? Find(ClusterUpgradeStatus? status, string type) => status?.Conditions.FirstOrDefault(condition => condition.Type == type);

    private static ReportedEvent Normal(string reason, string action, string note) => new(EventSeverity.Normal, reason, action, note);

    private static ReportedEvent Warning(string reason, string action, string note) => new(EventSeverity.Warning, reason, action, note);
}
