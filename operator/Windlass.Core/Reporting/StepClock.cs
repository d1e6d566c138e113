using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Reporting;

/// <summary>
/// Writes down what a step took when another one, or none, follows it. The step that ended is the one of the last report, its time is the node's
/// ledger's: an operator that was restarted in between writes down the same.
/// </summary>
internal static class StepClock
{
    /// <summary>What outlasts this tells of somebody's sessions, or of a clock that was set, not of work.</summary>
    private static readonly TimeSpan LongestByClock = TimeSpan.FromHours(1);

    /// <param name="view">What was seen.</param>
    /// <param name="previous">The last report; null: there is none.</param>
    /// <param name="next">The step that is wanted now; null: none.</param>
    /// <param name="now">The operator's time.</param>
    /// <returns>Milliseconds by step; the same object when nothing is new.</returns>
    public static ImmutableSortedDictionary<string, long> Of(NodeView view, NodeUpgradeStatus? previous, NodeStepStatus? next, DateTimeOffset now)
    {
        var known = previous?.StepMilliseconds ?? ImmutableSortedDictionary<string, long>.Empty;
        return previous?.Step is { Attempt: > 0 } ended && !IsSame(ended, next) && Took(view, ended, next, now) is { } took && took >= TimeSpan.Zero
            ? known.SetItem(Title(ended), (long)took.TotalMilliseconds)
            : known;
    }

    /// <summary>Another component's restore is another step; so is the same one, once it has another identity on the node.</summary>
    private static bool IsSame(NodeStepStatus left, NodeStepStatus? right) =>
        right is not null && left.Name == right.Name && left.Component == right.Component && (left.Id == right.Id || right.Id.Length == 0);

    private static TimeSpan? Took(NodeView view, NodeStepStatus ended, NodeStepStatus? next, DateTimeOffset now)
    {
        if (ended.Id.Length == 0)
        {
            return IsRotated(view, ended, next) && ended.ActiveFor(now) is var took && took < LongestByClock ? took : null;
        }

        foreach (var entry in view.Observation.Ledger)
        {
            if (entry.Id.Value == ended.Id)
            {
                return entry switch
                {
                    { State: LedgerState.Finished, ExitCode: 0 } => entry.FinishedAt - entry.StartedAt,
                    { State: LedgerState.InterruptedByReboot } when ended.Name == "Reboot" && now - ended.StartTime < LongestByClock => now - ended.StartTime,
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>It came to its end: on the way out whatever follows, but for the way back; on the way back when nothing is out any more.</summary>
    private static bool IsRotated(NodeView view, NodeStepStatus ended, NodeStepStatus? next) => ended.Name switch
    {
        "Drain" or "Isolate" => next is { Name: not "Restore" },
        "Restore" => view.Drains.IsEmpty || next is { Name: "Restore" },
        _ => false,
    };

    private static string Title(NodeStepStatus step) => step.Component.Length == 0 ? step.Name : $"{step.Name} {step.Component}";
}
