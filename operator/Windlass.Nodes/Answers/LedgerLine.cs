using System.Globalization;
using Windlass.Core.Identities;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>One entry of the step ledger: <c>id state code started finished attempt kind</c>.</summary>
internal static class LedgerLine
{
    /// <summary>Null when it is not one.</summary>
    public static LedgerEntry? Parse(string[] words)
    {
        if (words is not [{ Length: > 0 } id, var state, var code, var started, var finished, var attempt, ..]
            || State(state) is not { } parsed || NodeTime.Parse(started) is not { } start
            || !int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var runs))
        {
            return null;
        }

        int? exit = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return parsed == LedgerState.Finished && exit is null ? null : new LedgerEntry(new StepId(id), parsed, exit, start, NodeTime.Parse(finished), runs);
    }

    private static LedgerState? State(string word) => word switch
    {
        "running" => LedgerState.Running,
        "finished" => LedgerState.Finished,
        "crashed" => LedgerState.Crashed,
        "reboot" => LedgerState.InterruptedByReboot,
        _ => null,
    };
}
