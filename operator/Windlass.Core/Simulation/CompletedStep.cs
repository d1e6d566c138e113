using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>A step that ended on a node in the last event.</summary>
/// <param name="Node">The node.</param>
/// <param name="Step">The step.</param>
/// <param name="Entry">Its ledger entry.</param>
/// <param name="Before">The machine before it took effect.</param>
public sealed record CompletedStep(SimulatedNode Node, NodeStep.Command Step, LedgerEntry Entry, SimulatedMachine Before);
