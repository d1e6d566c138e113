namespace Windlass.Core.Simulation;

/// <summary>Something that happened in a simulated run and that people would want to read about.</summary>
/// <param name="At">When.</param>
/// <param name="Subject">Node, <c>upgrade</c>, or whoever else it is about.</param>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Text">What happened, and why.</param>
public sealed record SimulationEvent(DateTimeOffset At, string Subject, SimulationEventKind Kind, string Text)
{
    /// <summary>One line of a transcript.</summary>
    /// <param name="start">The beginning of the run.</param>
    public string Line(DateTimeOffset start) => FormattableString.Invariant($"{(At - start).TotalSeconds,8:F1} {Subject,-8} {Kind,-9} {Text}");
}
