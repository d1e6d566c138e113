namespace Windlass.Core.Api.Schema;

/// <summary>Bounds on a string's length in characters, for the CRD.</summary>
/// <param name="minimum">Least length.</param>
/// <param name="maximum">Greatest length.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class LengthAttribute(int minimum, int maximum) : Attribute
{
    /// <summary>Least length.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>Greatest length.</summary>
    public int Maximum { get; } = maximum;
}
