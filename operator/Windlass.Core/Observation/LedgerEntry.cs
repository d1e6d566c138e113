using Windlass.Core.Identities;

namespace Windlass.Core.Observation;

/// <summary>One step as the node's own ledger tells it.</summary>
/// <param name="Id">The step.</param>
/// <param name="State">How far it got.</param>
/// <param name="ExitCode">Exit code of the body; null while it runs or when it never finished. 124 means that its deadline passed.</param>
/// <param name="StartedAt">Start, by the node's clock.</param>
/// <param name="FinishedAt">End, by the node's clock; null when it has not finished.</param>
/// <param name="Runs">How often the body was started: 1 but for retries after a failure.</param>
public sealed record LedgerEntry(
    StepId Id,
    LedgerState State,
    int? ExitCode,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    int Runs);
