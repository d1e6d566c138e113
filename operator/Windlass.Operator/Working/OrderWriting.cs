using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Working;

/// <summary>What came of writing the status of a work order. Closed.</summary>
internal abstract record OrderWriting
{
    private OrderWriting()
    {
    }

    /// <summary>It is stored, or was already.</summary>
    /// <param name="Order">As the server has it now.</param>
    public sealed record Stored(NodeUpgrade Order) : OrderWriting;

    /// <summary>It is not stored.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Refused(ApiFailure Failure) : OrderWriting;
}
