namespace Windlass.Core.Identities;

/// <summary>
/// The leader lease's <c>leaseTransitions</c>. It travels with every step; a node refuses a step whose fence is lower than one
/// it has seen, so that a leader that was replaced while it slept can do no harm.
/// </summary>
/// <param name="Value">Never decreases over the life of a lease.</param>
public readonly record struct Fence(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
