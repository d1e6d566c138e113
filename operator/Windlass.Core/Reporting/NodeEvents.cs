using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Reporting;

/// <summary>What has happened on a node between two statuses of its work order. Derived from the statuses alone.</summary>
public static class NodeEvents
{
    /// <summary>
    /// Events in the order in which they are best read. What differs in the note alone is folded into the first of its kind: so the cause stands in the
    /// action too, or a second cause on the same node would be counted under the first.
    /// </summary>
    /// <param name="before">The stored status; null when there is none yet.</param>
    /// <param name="now">The status that replaces it.</param>
    public static ImmutableArray<ReportedEvent> Between(NodeUpgradeStatus? before, NodeUpgradeStatus now)
    {
        var old = before ?? new NodeUpgradeStatus();
        return [.. Reaching(old, now), .. Checking(old, now), .. Progress(old, now), .. Rotation(old, now), .. Waiting(old, now), .. Failing(old, now)];
    }

    /// <summary>Servers had come back into rotation by themselves while the node was in work.</summary>
    /// <param name="servers">Which.</param>
    public static ReportedEvent DrainLost(ImmutableArray<ServerRef> servers) => new(
        EventSeverity.Warning, "DrainLost", "Draining", $"a load balancer had put {string.Join(", ", servers)} back into rotation (a reload?): taken out again");

    /// <summary>The node was deleted from the cluster while some of its servers were out of rotation by us, and they do not come back.</summary>
    /// <param name="records">Which.</param>
    public static ReportedEvent LeftBehind(ImmutableArray<DrainRecord> records) => new(
        EventSeverity.UpgradeWarning,
        "CleanupIncomplete",
        "Restoring",
        $"the node is no longer part of the cluster; still out of rotation: {string.Join(", ", records.Select(record => $"{record.ServerRef()} on {record.Instance}"))}");

    private static IEnumerable<ReportedEvent> Reaching(NodeUpgradeStatus before, NodeUpgradeStatus now)
    {
        // Another reason is news: a connection that is lost first, and then another key, must not be told as the loss alone.
        if (Find(now, "Reachable") is { Status: ConditionStatus.False } silent && !(Find(before, "Reachable") is { Status: ConditionStatus.False } then && then.Reason == silent.Reason))
        {
            yield return Grave(silent.Reason == "HostKeyMismatch" ? "HostKeyMismatch" : "NodeUnreachable", $"Observing/{silent.Reason}", $"{silent.Reason}: {silent.Message}");
        }
    }

    /// <summary>What keeps the upgrade from beginning, on the node that does it; not again because a number in the sentence has changed.</summary>
    private static IEnumerable<ReportedEvent> Checking(NodeUpgradeStatus before, NodeUpgradeStatus now) =>
        from found in now.FailedChecks
        where found.Severity == CheckSeverity.Failure && now.StepsRun == 0
        where before.FailedChecks.All(old => old.Severity != CheckSeverity.Failure || old.Check != found.Check || old.Component != found.Component)
        select Warning("PreflightCheckFailed", $"Checking/{found.Check}{(found.Component.Length > 0 ? "/" + found.Component : "")}", $"{found.Check}: {found.Message}");

    private static IEnumerable<ReportedEvent> Progress(NodeUpgradeStatus before, NodeUpgradeStatus now)
    {
        var isUntouched = !before.Components.IsEmpty && before.Components.All(component => component.State == ComponentState.Behind);
        if (isUntouched && before.Step is not { Component.Length: > 0 } && now.Step is { Component.Length: > 0 } step)
        {
            yield return Normal("NodeUpgradeStarted", "Upgrading", $"{step.Name} {step.Component}");
        }

        if (now.IsTidy && !before.IsTidy && Find(before, "Reconciling") is { Reason: "Autoremove" } removal && removal.Message.StartsWith(Autoremoval.Removing, StringComparison.Ordinal))
        {
            yield return Normal("PackagesRemoved", "Finishing", removal.Message);
        }

        var isUpdated = !now.Components.IsEmpty && now.Components.All(component => component.State == ComponentState.AtTarget);
        if (isUpdated && !before.Components.IsEmpty && before.Components.Any(component => component.State != ComponentState.AtTarget))
        {
            yield return Normal("NodeUpgraded", "Upgrading", $"every component is at the target after {now.StepsRun} steps");
        }
    }

    private static IEnumerable<ReportedEvent> Rotation(NodeUpgradeStatus before, NodeUpgradeStatus now)
    {
        var foreign = now.Drains.Where(drain => drain.Before != AdminState.Ready && !before.Drains.Contains(drain)).ToImmutableArray();
        if (!foreign.IsEmpty)
        {
            yield return Warning("ForeignDrainRespected", "Draining", $"somebody else had taken these out of rotation, they stay as they are: {Servers(foreign)}");
        }

        if (before.Step is { Name: "Drain" } && now.Step is { Name: not ("Drain" or "Restore") })
        {
            yield return Normal("BackendDrained", $"Draining/{before.Step.Component}", $"no sessions any more on {Servers([.. now.Drains.Where(IsOurs)])}");
        }

        var enabled = before.Drains.Where(drain => IsOurs(drain) && !now.Drains.Contains(drain)).ToImmutableArray();
        if (!enabled.IsEmpty)
        {
            // Events that differ in the note alone are folded into one; those of two components must not be.
            yield return Normal("BackendEnabled", $"Restoring/{string.Join(',', enabled.Select(drain => drain.Backend).Distinct())}", $"serves again: {Servers(enabled)}");
        }
    }

    private static IEnumerable<ReportedEvent> Waiting(NodeUpgradeStatus before, NodeUpgradeStatus now)
    {
        var waits = Find(now, "Reconciling");
        if (waits is { Reason: "MinHealthyGuard" or "AptLocked" } && Find(before, "Reconciling")?.Reason != waits.Reason)
        {
            yield return Warning(waits.Reason == "AptLocked" ? "AptLocked" : "MinHealthyGuardHit", "Waiting", waits.Message);
        }

        var stalled = Find(now, "Stalled");
        if (stalled is not null && Find(before, "Stalled")?.Reason != stalled.Reason)
        {
            yield return stalled.Reason == "DrainTimedOut"
                ? Grave("DrainTimedOut", "Draining", stalled.Message)
                : Grave("NodeStalled", $"Upgrading/{stalled.Reason}", $"{stalled.Reason}: {stalled.Message}");
        }
    }

    private static IEnumerable<ReportedEvent> Failing(NodeUpgradeStatus before, NodeUpgradeStatus now)
    {
        if (now.LastFailure is { } failure && failure.Time != before.LastFailure?.Time)
        {
            yield return Grave(ReasonOf(failure.Step), $"Upgrading/{failure.Step}", $"{failure.Step} ended with exit code {failure.ExitCode}: {LastLine(failure.Output)}");
        }

        var isSame = before.Step is { } old && now.Step is { } step && step.Name == old.Name && step.Component == old.Component && step.Attempt > old.Attempt;
        if (isSame && now.Step!.Attempt > 1)
        {
            yield return Warning("StepRetried", "Upgrading", $"{now.Step.Name} {now.Step.Component}: try {now.Step.Attempt}");
        }
    }

    private static string ReasonOf(string step) => step switch
    {
        "Install" or "Stage" or "RepairPackages" or "SwitchRepository" or "Autoremove" => "PackageUpgradeFailed",
        "Expand" or "Migrate" or "Contract" or "OnlineMigrations" => "SchemaMigrationFailed",
        "Configure" => "ConfigurationRunFailed",
        "Reboot" => "RebootFailed",
        "Release" or "Restart" or "Unquiesce" => "ServiceStartFailed",
        _ => "StepFailed",
    };

    private static string LastLine(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "it printed nothing" : lines[^1];
    }

    private static bool IsOurs(DrainStatus drain) => drain.Before == AdminState.Ready;

    private static string Servers(ImmutableArray<DrainStatus> drains) =>
        string.Join(", ", drains.Select(drain => $"{drain.Backend}/{drain.Server}").Distinct().Order(StringComparer.Ordinal));

    private static Condition? Find(NodeUpgradeStatus status, string type) => status.Conditions.FirstOrDefault(condition => condition.Type == type);

    private static ReportedEvent Normal(string reason, string action, string note) => new(EventSeverity.Normal, reason, action, note);

    private static ReportedEvent Warning(string reason, string action, string note) => new(EventSeverity.Warning, reason, action, note);

    private static ReportedEvent Grave(string reason, string action, string note) => new(EventSeverity.UpgradeWarning, reason, action, note);
}
