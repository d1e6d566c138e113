using System.Globalization;
using System.Text;
using Windlass.ControlPlane.Printing;
using Windlass.Core.Api.Meta;

namespace Windlass.Operator.Plugin;

/// <summary>How far an upgrade is, as a tree for people: upgrade, component, node, step. The same sight gives the same text.</summary>
internal static class StatusText
{
    private const int BarWidth = 20;

    /// <summary>Nodes in work that are shown for one component; the others are counted.</summary>
    private const int NamedNodes = 12;

    /// <param name="status">What there is.</param>
    /// <param name="now">Now, for ages.</param>
    /// <param name="ink">Colours.</param>
    public static string Of(StatusDocument status, DateTimeOffset now, Ink ink)
    {
        var text = new StringBuilder();
        AppendHead(text, status, now, ink);
        if (!status.Components.IsEmpty)
        {
            text.Append('\n');
            var width = Math.Max(12, status.Components.Max(component => component.Component.Length));
            foreach (var component in status.Components)
            {
                AppendComponent(text, component, width, now, ink);
            }
        }

        AppendHolds(text, status, now, ink);
        return text.ToString();
    }

    private static void AppendHead(StringBuilder text, StatusDocument status, DateTimeOffset now, Ink ink)
    {
        var from = status.FromRelease.Length == 0 ? "?" : status.FromRelease;
        text.Append($"ClusterUpgrade {ink.Strong($"{status.Namespace}/{status.Upgrade}")}: {from} -> {status.TargetRelease}   {Word(status, ink)}\n");
        if (status.Nodes is { Total: > 0 } nodes)
        {
            var done = BarWidth * nodes.Updated / nodes.Total;
            text.Append($"[{new string('#', done)}{new string('-', BarWidth - done)}] {nodes.Updated}/{nodes.Total} nodes");
            Count(text, nodes.Updating, "in work");
            Count(text, nodes.Failed, "stalled");
            Count(text, nodes.Unreachable, "silent");
            Count(text, nodes.Skipped, "suspended");
            text.Append(Clock(status, now)).Append('\n');
        }

        text.Append($"{status.Message}\n");
    }

    private static void Count(StringBuilder text, int number, string what) => text.Append(number == 0 ? "" : $", {number} {what}");

    private static string Word(StatusDocument status, Ink ink) =>
        status.Ready == ConditionStatus.True ? ink.Good(status.Reason) : status.IsStalled ? ink.Bad($"{status.Reason} (stalled)") : ink.Wait(status.Reason);

    private static string Clock(StatusDocument status, DateTimeOffset now) => status switch
    {
        { Started: { } began, Completed: { } end } => $"; took {HumanAge.Of(end - began)}, over for {HumanAge.Of(now - end)}",
        { Started: { } began, Eta: { } eta } => $"; at work for {HumanAge.Of(now - began)}, ETA {Local(eta)} ({(eta > now ? $"in {HumanAge.Of(eta - now)}" : "any moment")})",
        { Started: { } began } => $"; begun {HumanAge.Of(now - began)} ago",
        _ => "",
    };

    private static string Local(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static void AppendComponent(StringBuilder text, ComponentLine component, int width, DateTimeOffset now, Ink ink)
    {
        if (component.Component.Length == 0)
        {
            text.Append($"  {ink.Dim("(whole node)".PadRight(width))}\n");
        }
        else
        {
            var state = component switch
            {
                { LastDone: { } end } => ink.Good($"done {Local(end)}"),
                { Done: var done, Total: var total } when done == total => ink.Good("done"),
                { Nodes.IsEmpty: false } => "in work",
                { Done: > 0 } => "begun",
                _ => ink.Dim("to come"),
            };
            text.Append($"  {component.Component.PadRight(width)}  {$"{component.Done}/{component.Total}",-9}  {state}\n");
        }

        foreach (var node in component.Nodes.Take(NamedNodes))
        {
            AppendNode(text, node, now, ink);
        }

        if (component.Nodes.Length > NamedNodes)
        {
            text.Append($"    and {component.Nodes.Length - NamedNodes} more nodes\n");
        }
    }

    private static void AppendNode(StringBuilder text, NodeLine node, DateTimeOffset now, Ink ink)
    {
        var tries = node.Attempt > 1 ? $" (try {node.Attempt})" : "";
        var sessions = node.Sessions is > 0 and var left ? $", {left} session{(left == 1 ? "" : "s")} left" : "";
        var age = node.Since is { } since ? HumanAge.Of(now - since) : "";
        var what = node.State switch
        {
            NodeState.Stalled => ink.Bad($"{node.Step} stalled: {node.Reason}"),
            NodeState.Unreachable => ink.Bad($"{node.Step}: does not answer ({node.Reason})"),
            NodeState.Waiting => ink.Wait($"{node.Step} waits: {node.Reason}"),
            _ => $"{node.Step}",
        };
        text.Append($"    {node.Node,-16} {$"{node.Role} {node.FailureDomain}".TrimEnd(),-20} {age,6}  {what}{tries}{sessions}\n");
    }

    private static void AppendHolds(StringBuilder text, StatusDocument status, DateTimeOffset now, Ink ink)
    {
        var lines = new List<string>();
        lines.AddRange(status.BlockedOn.Select(blocker => ink.Bad($"{blocker.Name}: {blocker.Reason}: {blocker.Message}")));
        lines.AddRange(status.Pauses.Select(pause => ink.Wait($"paused by {pause.Requester}{Scope(pause.Role, pause.Node)}: {pause.Reason}"
            + (pause.Until is { } until ? $" (until {Local(until)})" : ""))));
        lines.AddRange(status.ShutGates.Select(gate => ink.Wait($"gate {gate.Name} is shut: {gate.Message}")));
        lines.AddRange(status.OpenSchemaWindows.Select(window => $"schema window of {window.Component} open for {HumanAge.Of(now - window.Since)}"));
        lines.AddRange(status.Drains.GroupBy(drain => (drain.Node, drain.Owner)).Select(drains =>
            $"out of rotation: {drains.Key.Node} from {string.Join(", ", drains.Select(drain => drain.Backend).Distinct())} ({drains.Key.Owner})"));
        if (lines.Count > 0)
        {
            text.Append('\n');
            lines.ForEach(line => text.Append($"  {line}\n"));
        }
    }

    private static string Scope(string role, string node) => node.Length > 0 ? $" on {node}" : role.Length > 0 ? $" for {role}" : "";
}
