using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Nodes;

/// <summary>An order to have one step done on one node.</summary>
/// <param name="Id">The step; the ledger is kept under it.</param>
/// <param name="Step">What to do.</param>
/// <param name="Fence">Of the leader that orders; a node refuses a lower one than it has seen.</param>
/// <param name="Attempt">1 for the first run. A step that ended is run again only when this is higher than the ledger's count.</param>
/// <param name="Deadline">How long the body may run before it is ended with exit code 124; whole seconds.</param>
/// <param name="LogOffset">Bytes of the log that the caller has already; 0 at first.</param>
/// <param name="LookFor">What to look for once the step has ended, in the same exchange.</param>
public sealed record StepOrder(StepId Id, NodeStep.Command Step, Fence Fence, int Attempt, TimeSpan Deadline, long LogOffset, ObservationRequest LookFor);
