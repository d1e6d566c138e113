namespace Windlass.Operator.Page;

/// <summary>Sent every few seconds, so that a reader can tell a quiet run from a lost connection.</summary>
/// <param name="Now">The operator's time.</param>
/// <param name="BehindSince">Since when the operator itself does not hear from the API server; null: it does.</param>
internal sealed record PageBeat(DateTimeOffset Now, DateTimeOffset? BehindSince);
