namespace Windlass.Core.Simulation;

/// <summary>Something in a simulated cluster that moves by itself.</summary>
internal abstract class SimulatedActor
{
    /// <summary>Its place among the actors of the cluster.</summary>
    public int Place { get; set; }

    /// <summary>When it moves next; null: not before something else wakes it.</summary>
    public abstract DateTimeOffset? Due { get; }

    /// <summary>Moves once.</summary>
    public abstract void Act();

    /// <summary>A poll that would find everything as it was is no event: it is put off to its next time instead.</summary>
    /// <returns>It was put off.</returns>
    public virtual bool PassOver() => false;
}
