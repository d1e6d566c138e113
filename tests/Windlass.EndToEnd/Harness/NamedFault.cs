using System.Text.Json.Nodes;
using Windlass.Testing.Prometheus;

namespace Windlass.EndToEnd.Harness;

/// <summary>One cause on one node, and the five places that must name it: condition, Event, metric, alert, and `kubectl windlass why`.</summary>
/// <param name="Node">The node.</param>
/// <param name="Condition">Type of the condition of its work order; <c>PreflightPassed</c>: that of the upgrade.</param>
/// <param name="Cause">The reason, or the name of the check.</param>
/// <param name="Event">Reason of the Event.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Label">Label of the metric that has the cause.</param>
/// <param name="Alert">Name of the alert.</param>
internal sealed record NamedFault(string Node, string Condition, string Cause, string Event, string Metric, string Label, string Alert)
{
    private const string Upgrade = "to-birch";

    public static NamedFault Stalled(string node, string cause, string happened = "NodeStalled") => new(node, "Stalled", cause, happened, "windlass_node_stalled", "reason", "WindlassNodeStalled");

    public static NamedFault Silent(string node, string cause, string happened = "NodeUnreachable", string alert = "WindlassNodeUnreachable") =>
        new(node, "Reachable", cause, happened, "windlass_node_unreachable", "reason", alert);

    public static NamedFault Found(string node, string check) => new(node, "PreflightPassed", check, "PreflightCheckFailed", "windlass_preflight_findings", "check", "WindlassPreflightFailing");

    /// <summary>All five name it. Each is asked until it does: the last says so when all others have.</summary>
    public async Task AssertNamedAsync(Kubectl kubectl, OnCall onCall)
    {
        await Poll.UntilAsync($"condition {Condition} of {Node} names {Cause}", async () => await IsConditionAsync(kubectl), minutes: 4);
        await Poll.UntilAsync($"an Event {Event} of {Node} names {Cause}", async () => await IsToldAsync(kubectl), minutes: 1);
        await Poll.UntilAsync($"{Metric} of {Node} names {Cause}", async () => await IsMeasuredAsync(onCall.Prometheus), minutes: 1);
        await Poll.UntilAsync($"{Alert} fires for {Node}", async () => await IsAlertAsync(onCall), minutes: 1);
        await Poll.UntilAsync($"why {Node} names {Cause}", async () => await IsWhyAsync(kubectl), minutes: 1);
    }

    /// <summary>All but the Event, which is history, have forgotten it.</summary>
    public async Task AssertClearAsync(Kubectl kubectl, OnCall onCall)
    {
        await Poll.UntilAsync($"condition {Condition} of {Node} names {Cause} no more", async () => !await IsConditionAsync(kubectl), minutes: 4);
        await Poll.UntilAsync($"{Metric} of {Node} names {Cause} no more", async () => !await IsMeasuredAsync(onCall.Prometheus), minutes: 1);
        await Poll.UntilAsync($"{Alert} fires no more for {Node}", async () => !await IsAlertAsync(onCall), minutes: 1);
        await Poll.UntilAsync($"why {Node} names {Cause} no more", async () => !await IsWhyAsync(kubectl), minutes: 1);
    }

    private bool IsFinding => Condition == "PreflightPassed";

    private async Task<bool> IsConditionAsync(Kubectl kubectl)
    {
        if (!IsFinding)
        {
            return (await kubectl.FindAsync($"nupg/{Upgrade}-{Node}"))?["status"]?["conditions"]?.AsArray()
                .Any(each => (string?)each!["type"] == Condition && (string?)each["reason"] == Cause) ?? false;
        }

        // The condition of all nodes: its sentence has node and check.
        var upgrade = await kubectl.GetAsync($"cupg/{Upgrade}");
        return Conditions.Of(upgrade, Condition) == "False/ChecksFailed" && Conditions.Message(upgrade, Condition).Contains($"{Node}: {Cause}: ", StringComparison.Ordinal);
    }

    private async Task<bool> IsToldAsync(Kubectl kubectl)
    {
        var events = JsonNode.Parse((await kubectl.RunAsync("get", "events.events.k8s.io", "-o", "json")).Succeeded().Output)!["items"]!.AsArray();
        return events.Any(each => (string?)each!["reason"] == Event && (string?)each["regarding"]!["name"] == $"{Upgrade}-{Node}"
            && (Event == Cause || ((string?)each["note"] ?? "").StartsWith($"{Cause}: ", StringComparison.Ordinal)));
    }

    private async Task<bool> IsMeasuredAsync(PrometheusServer prometheus) =>
        (await prometheus.QueryAsync(IsFinding ? $$"""{{Metric}}{{{Label}}="{{Cause}}"} > 0""" : $$"""{{Metric}}{host="{{Node}}", {{Label}}="{{Cause}}"} == 1""")).Series.Count > 0;

    private Task<bool> IsAlertAsync(OnCall onCall) => onCall.FiresAsync(Alert, IsFinding ? null : Node);

    private async Task<bool> IsWhyAsync(Kubectl kubectl) => (await kubectl.WindlassAsync("why", Node)).Output.Split('\n')[0].Contains($"({Cause})", StringComparison.Ordinal);
}
