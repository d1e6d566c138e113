using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Simulation;

/// <summary>A step that the node loop carried out, or began, in the last event: for checking rules that must hold at that moment.</summary>
/// <param name="Node">The node.</param>
/// <param name="Run">The decision.</param>
/// <param name="Order">What was granted when it was decided.</param>
/// <param name="DecidedAt">Number of the event in which it was decided.</param>
/// <param name="IsBegun">The step was begun by this act, not found running or ended.</param>
public sealed record SimulatedAct(SimulatedNode Node, NodeDecision.Run Run, NodeUpgradeSpec Order, int DecidedAt, bool IsBegun);
