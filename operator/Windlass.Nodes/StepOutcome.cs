using Windlass.Core.Observation;

namespace Windlass.Nodes;

/// <summary>What came of one exchange about a step.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>It runs; ask again with <paramref name="Offset"/>.</summary>
    /// <param name="Entry">Its ledger entry.</param>
    /// <param name="NewOutput">What it printed since the offset of the order; at most 64 KiB.</param>
    /// <param name="Offset">Byte offset in the log behind <paramref name="NewOutput"/>.</param>
    public sealed record Running(LedgerEntry Entry, string NewOutput, long Offset) : StepOutcome;

    /// <summary>
    /// It does not run: finished with an exit code (<see cref="StepExit"/>), crashed, or interrupted by a reboot; see the entry's state.
    /// </summary>
    /// <param name="Entry">Its ledger entry.</param>
    /// <param name="Tail">End of its output; at most 4 KiB when finished.</param>
    /// <param name="Observation">The node as the step left it: what the order asked to look for, seen in the same exchange. Null: that was not understood.</param>
    public sealed record Finished(LedgerEntry Entry, string Tail, NodeObservation? Observation) : StepOutcome;

    /// <summary>The node declined the order and did nothing: a newer leader was here, or it cannot run steps at all.</summary>
    /// <param name="Reason">For people.</param>
    public sealed record Refused(string Reason) : StepOutcome;

    /// <summary>The exchange failed; whether the step was started is unknown. Ask again: asking is harmless.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(NodeFailure Failure) : StepOutcome;
}
