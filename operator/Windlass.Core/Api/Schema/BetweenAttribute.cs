namespace Windlass.Core.Api.Schema;

/// <summary>Bounds on an integer, both included, for the CRD.</summary>
/// <param name="minimum">Least value.</param>
/// <param name="maximum">Greatest value.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(long minimum, long maximum) : Attribute
{
    /// <summary>Least value.</summary>
    public long Minimum { get; } = minimum;

    /// <summary>Greatest value.</summary>
    public long Maximum { get; } = maximum;
}
