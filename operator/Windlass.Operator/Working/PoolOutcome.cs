using Windlass.Nodes;

namespace Windlass.Operator.Working;

/// <summary>What came of asking for a node. Closed: <see cref="Found"/> or <see cref="Unusable"/>.</summary>
internal abstract record PoolOutcome
{
    private PoolOutcome()
    {
    }

    /// <summary>The node; it connects at the first use.</summary>
    public sealed record Found(INode Node) : PoolOutcome;

    /// <summary>Its declaration cannot be used.</summary>
    public sealed record Unusable(string Message) : PoolOutcome;

    /// <summary>The API did not answer: nothing is known about the node.</summary>
    /// <param name="Message">For people.</param>
    public sealed record Unknown(string Message) : PoolOutcome;
}
