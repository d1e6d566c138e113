using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Steps;

/// <summary>Turns a wanted step into a decision, by what the node's ledger says of earlier tries.</summary>
internal static class StepTries
{
    /// <summary>When something should change any moment.</summary>
    public static readonly TimeSpan QuickRecheck = TimeSpan.FromMilliseconds(500);

    /// <summary>When only a person, another node or a long wait can change something.</summary>
    public static readonly TimeSpan SlowRecheck = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Run, attach, or wait until the next try is due.</summary>
    public static NodeDecision Run(NodeView view, NodeStep step, string message)
    {
        var id = StepIds.Of(view.Order.TargetRelease, step);
        var entry = view.Observation.Ledger.FirstOrDefault(candidate => candidate.Id == id);
        if (entry is null)
        {
            return new NodeDecision.Run(step, id, 1, message);
        }

        if (entry.State == LedgerState.Running)
        {
            return new NodeDecision.Run(step, id, entry.Runs, message);
        }

        var wait = view.Order.Retry.Length > 0 && view.Order.Retry == RetryRequest.NameOf(StepIds.KindOf(step), StepIds.ComponentOf(step), entry.Runs)
            ? TimeSpan.Zero
            : PauseLeft(entry, view.Observation.Machine.Clock);
        return wait <= TimeSpan.Zero
            ? new NodeDecision.Run(step, id, entry.Runs + 1, message)
            : new NodeDecision.Wait(WaitReason.RetryPending, Failure(step, entry), step, entry.Runs, wait < SlowRecheck ? wait : SlowRecheck);
    }

    /// <summary>The node's ledger knows that the step ended well.</summary>
    public static bool HasSucceeded(NodeView view, NodeStep step)
    {
        StepId? id = null;
        foreach (var entry in view.Observation.Ledger)
        {
            if (entry is { State: LedgerState.Finished, ExitCode: 0 } && StepIds.MayName(entry.Id, StepIds.KindOf(step))
                && entry.Id == (id ??= StepIds.Of(view.Order.TargetRelease, step)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same of a step whose name is known.</summary>
    public static bool HasSucceeded(NodeView view, StepId id)
    {
        foreach (var entry in view.Observation.Ledger)
        {
            if (entry is { State: LedgerState.Finished, ExitCode: 0 } && entry.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A step on load balancers has no ledger: it is simply done until it is seen done.</summary>
    public static NodeDecision Rotate(NodeView view, NodeStep.Rotation step, string message) =>
        new NodeDecision.Run(step, StepIds.Of(view.Order.TargetRelease, step), 1, message);

    public static NodeDecision Wait(WaitReason reason, string message, NodeStep step, TimeSpan recheck) =>
        new NodeDecision.Wait(reason, message, step, 0, recheck);

    /// <summary>
    /// 2, 4, 8 ... 60 seconds after a failure, by the node's own clock. A first success that did not last is made up for at once; a
    /// later one waits as well, as a step that changes nothing would otherwise run without end.
    /// </summary>
    private static TimeSpan PauseLeft(LedgerEntry entry, DateTimeOffset nodeClock)
    {
        if (entry is { State: LedgerState.Finished, ExitCode: 0, Runs: 1 })
        {
            return TimeSpan.Zero;
        }

        var pause = FirstPause * Math.Pow(2, Math.Clamp(entry.Runs - 1, 0, 10));
        var since = nodeClock - (entry.FinishedAt ?? entry.StartedAt);
        return (pause < LongestPause ? pause : LongestPause) - since;
    }

    private static string Failure(NodeStep step, LedgerEntry entry)
    {
        var what = StepIds.ComponentOf(step) is { Length: > 0 } component ? $"{StepIds.KindOf(step)} of {component}" : StepIds.KindOf(step);
        var how = entry.State switch
        {
            LedgerState.Finished when entry.ExitCode == 0 => "ended well, but its effect is not seen",
            LedgerState.Finished => $"failed with exit code {entry.ExitCode}",
            LedgerState.Crashed => "ended without an exit code",
            LedgerState.InterruptedByReboot => "was cut off by a reboot",
            LedgerState.Running => "is running",
            _ => throw new ArgumentOutOfRangeException(nameof(entry)),
        };
        return $"{what} {how} (try {entry.Runs}); it is tried again soon. Its output: /var/lib/windlass/steps/{entry.Id}/log on the node";
    }
}
