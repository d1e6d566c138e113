using Windlass.Core.Observation;

namespace Windlass.Nodes;

/// <summary>What came of looking at a node.</summary>
public abstract record ObserveOutcome
{
    private ObserveOutcome()
    {
    }

    /// <summary>The node answered in full.</summary>
    /// <param name="Observation">The snapshot.</param>
    public sealed record Observed(NodeObservation Observation) : ObserveOutcome;

    /// <summary>Nothing is known about the node.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(NodeFailure Failure) : ObserveOutcome;
}
