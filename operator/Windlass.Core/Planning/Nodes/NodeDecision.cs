using Windlass.Core.Identities;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>What one node does next. Closed: <see cref="Run"/>, <see cref="Wait"/> or <see cref="Idle"/>.</summary>
public abstract record NodeDecision
{
    private NodeDecision()
    {
    }

    /// <summary>Do, or go on with, this step.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Id">Its identity on the node.</param>
    /// <param name="Attempt">Which try this is; the node starts nothing when it has begun this try before.</param>
    /// <param name="Message">A sentence for people.</param>
    public sealed record Run(NodeStep Step, StepId Id, int Attempt, string Message) : NodeDecision;

    /// <summary>Work is granted, but not possible yet.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Message">What is waited for, and what a person can do.</param>
    /// <param name="Step">The step that waits; null when none is in sight.</param>
    /// <param name="Attempt">Tries of that step so far.</param>
    /// <param name="Recheck">When to look again.</param>
    public sealed record Wait(WaitReason Reason, string Message, NodeStep? Step, int Attempt, TimeSpan Recheck) : NodeDecision;

    /// <summary>Everything granted is done.</summary>
    public sealed record Idle : NodeDecision;
}
