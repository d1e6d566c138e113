namespace Windlass.Core.Simulation;

/// <summary>Something in a simulated cluster that moves by itself.</summary>
internal abstract class SimulatedActor
{
    /// <summary>When it moves next; null: not before something else wakes it.</summary>
    public abstract DateTimeOffset? Due { get; }

    /// <summary>Moves once.</summary>
    public abstract void Act();
}
