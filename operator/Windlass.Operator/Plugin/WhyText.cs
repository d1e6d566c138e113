using System.Text;
using Windlass.ControlPlane.Printing;
using Windlass.Core.Api.Meta;

namespace Windlass.Operator.Plugin;

/// <summary>Why a node is where it is, for people: the answer first, then what it rests on.</summary>
internal static class WhyText
{
    /// <summary>Last lines of a failed command that are shown; the rest is in the object and on the node.</summary>
    private const int OutputLines = 20;

    public static string Of(WhyDocument why, DateTimeOffset now, Ink ink)
    {
        var text = new StringBuilder();
        text.Append($"{(why.Work is { State: NodeState.Stalled or NodeState.Unreachable } ? ink.Bad(why.Sentence) : ink.Strong(why.Sentence))}\n\n");
        Line(text, "machine", $"{why.Address}, {string.Join(" ", why.Roles)}{(why.FailureDomain.Length > 0 ? $", {why.FailureDomain}" : "")}; {Release(why)}");
        Line(text, "answers", Answers(why, now));
        Line(text, "upgrade", $"{why.Upgrade}: {why.UpgradeReason}: {why.UpgradeMessage}");
        foreach (var pause in why.Pauses)
        {
            Line(text, "paused by", $"{pause.Requester}: {pause.Reason}{(pause.Until is { } until ? $" (until {until:u})" : "")}");
        }

        foreach (var check in why.FailedChecks)
        {
            Line(text, "check", $"{check.Check} ({check.Severity}{(check.Component.Length > 0 ? $", {check.Component}" : "")}): {check.Message}");
        }

        foreach (var drains in why.Drains.GroupBy(drain => (drain.Backend, drain.Owner)))
        {
            Line(text, "drained", $"backend {drains.Key.Backend} on {string.Join(", ", drains.Select(drain => drain.Balancer).Distinct())} ({drains.Key.Owner})");
        }

        AppendFailure(text, why, now);
        if (why.StepId is { } id)
        {
            Line(text, "log", $"/var/lib/windlass/steps/{id}/log on the node");
        }

        if (why.Runbook is { } page)
        {
            Line(text, "runbook", page);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string what, string said) => text.Append($"  {what,-12} {said}\n");

    private static string Release(WhyDocument why) => why.Release.Length == 0 ? "its packages tell no known release" : $"at {why.Release}";

    private static string Answers(WhyDocument why, DateTimeOffset now) => why.Reachable switch
    {
        null => "not looked at yet",
        { Status: ConditionStatus.True } => $"yes{(why.LastObserved is { } seen ? $", last seen {HumanAge.Of(now - seen)} ago" : "")}",
        var silent => $"no, since {HumanAge.Of(now - silent.LastTransitionTime)}: {silent.Reason}: {silent.Message}",
    };

    private static void AppendFailure(StringBuilder text, WhyDocument why, DateTimeOffset now)
    {
        if (why.LastFailure is not { } failure)
        {
            return;
        }

        Line(text, "last failure", $"{failure.Step}, exit code {failure.ExitCode}, {HumanAge.Of(now - failure.Time)} ago{(failure.Output.Length == 0 ? "" : ":")}");
        foreach (var line in failure.Output.TrimEnd('\n').Split('\n').TakeLast(OutputLines).Where(line => line.Length > 0))
        {
            text.Append($"               | {line}\n");
        }
    }
}
