using Windlass.Core.Api.Meta;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>What blocks a run, in one sentence: out of what the plugin shows, the first that matters. It has no ages: those go on while nothing changes.</summary>
internal static class PageSentence
{
    public static (PageMood Mood, string Sentence) Of(StatusDocument status)
    {
        if (status.Ready == ConditionStatus.True)
        {
            return (PageMood.Done, Capital(status.Message));
        }

        if (status is { BlockedOn: [var first, .. var others] })
        {
            var more = others.Length == 0 ? "" : $" (and {others.Length} more)";
            return (PageMood.Blocked, $"{first.Name} ({first.Reason}): {first.Message}{more}");
        }

        if (status.IsStalled || status.Completed is not null)
        {
            return (PageMood.Blocked, status.Message);
        }

        return status switch
        {
            { Pauses: [var pause, ..] } when pause.IsForAll() => (PageMood.Waiting, $"Paused by {pause.Requester}: {pause.Reason}"),
            { ShutGates: [var gate, ..] } => (PageMood.Waiting, $"The gate {gate.Name} is shut: {gate.Message}"),
            { Reason: "UpgradeInProgress" } => (PageMood.Working, $"Nothing blocks it: {Brief(status)}"),
            _ => (PageMood.Waiting, status.Message),
        };
    }

    /// <summary>For messages that begin with no name of a node.</summary>
    private static string Capital(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"control plane of nova: ctl1 (Install nova)" without a list of nodes that is long: those in work are shown beside it.</summary>
    private static string Brief(StatusDocument status) =>
        status is { Nodes.Updating: > 3 } && status.Message.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
            ? $"{status.Message[..colon]}, {status.Nodes.Updating} nodes at once" : status.Message;
}
