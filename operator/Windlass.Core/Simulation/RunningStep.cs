using Windlass.Core.Identities;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>A step that runs on a simulated node.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Step">The step.</param>
/// <param name="EndsAt">When it will end.</param>
public sealed record RunningStep(StepId Id, NodeStep.Command Step, DateTimeOffset EndsAt);
