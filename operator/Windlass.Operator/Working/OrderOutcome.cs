using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Working;

/// <summary>What came of looking for a node's work order. Closed.</summary>
internal abstract record OrderOutcome
{
    private OrderOutcome()
    {
    }

    /// <summary>Its order, as the server has it.</summary>
    public sealed record Found(NodeUpgrade Order) : OrderOutcome;

    /// <summary>It has none.</summary>
    public sealed record None : OrderOutcome;

    /// <summary>The API did not tell.</summary>
    /// <param name="Message">For people.</param>
    public sealed record Unknown(string Message) : OrderOutcome;
}
