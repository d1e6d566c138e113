namespace Windlass.EndToEnd.Harness;

/// <summary>One line of a node's /var/lib/windlass/journal.log.</summary>
/// <param name="Phase">start or end.</param>
/// <param name="Exit">Exit status of an end; - of a start.</param>
/// <param name="Fence">Of the replica that ordered it.</param>
internal sealed record LedgerLine(DateTimeOffset At, string Node, string Phase, string Step, string Attempt, string Kind, string Exit, long Fence);
