namespace Windlass.Core.Simulation;

/// <summary>Sorts of events in a simulated run.</summary>
public enum SimulationEventKind
{
    /// <summary>A node may do more, or behaves in another way.</summary>
    Granted,

    /// <summary>A step begins, or is attached to.</summary>
    Step,

    /// <summary>A step on the node ended.</summary>
    Ended,

    /// <summary>A node waits.</summary>
    Waits,

    /// <summary>A condition of the upgrade changed.</summary>
    Condition,

    /// <summary>Somebody else did something: a person, a fault, a reload.</summary>
    Happens,
}
