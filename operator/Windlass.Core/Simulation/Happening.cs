namespace Windlass.Core.Simulation;

/// <summary>Something that people or faults do to a simulated cluster in the middle of a run.</summary>
/// <param name="After">When, counted from the beginning of the run.</param>
/// <param name="Text">For the transcript.</param>
/// <param name="Act">What is done.</param>
public sealed record Happening(TimeSpan After, string Text, Action<SimulatedCluster> Act);
