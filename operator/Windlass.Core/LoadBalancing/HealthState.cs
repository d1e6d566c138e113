namespace Windlass.Core.LoadBalancing;

/// <summary>What health checks say of a server.</summary>
public enum HealthState
{
    /// <summary>Not known: in maintenance, or a status word we do not know.</summary>
    Unknown,

    /// <summary>All checks pass and its counter is full.</summary>
    Up,

    /// <summary>Passing or failing just now, but the counter is not full (<c>UP 1/3</c>, <c>DOWN 1/2</c>).</summary>
    Changing,

    /// <summary>Checks fail.</summary>
    Down,

    /// <summary>There is no check to ask.</summary>
    NoCheck,
}
