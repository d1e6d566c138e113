namespace Windlass.Core.Simulation;

/// <summary>Something that goes wrong once, the next time a step of this kind runs on the node.</summary>
/// <param name="Kind">Kind of step; empty: any.</param>
/// <param name="Harm">How.</param>
/// <param name="ExitCode">Exit code of the step, where it has one.</param>
public sealed record StepFault(string Kind, StepHarm Harm, int ExitCode = 100);
