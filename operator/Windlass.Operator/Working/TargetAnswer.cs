using Windlass.Core.Observation;

namespace Windlass.Operator.Working;

/// <summary>Whether it is known what a node's APT says about the target.</summary>
internal abstract record TargetAnswer
{
    private TargetAnswer()
    {
    }

    /// <summary>It is; null: there is nothing to ask, and what is in work is not asked anew.</summary>
    public sealed record Known(TargetResolution? Resolution) : TargetAnswer;

    /// <summary>So many nodes are being asked that this one comes later.</summary>
    public sealed record NoRoom : TargetAnswer;
}
