namespace Windlass.Core.Planning.Gates;

/// <summary>What a gate said.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="IsOpen">Nodes may begin; what cannot be read is not open.</param>
/// <param name="Message">What was read, where, and the limit; for people.</param>
/// <param name="Time">When, by the operator's clock.</param>
public sealed record GateReading(string Gate, bool IsOpen, string Message, DateTimeOffset Time);
