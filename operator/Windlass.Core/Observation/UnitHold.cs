namespace Windlass.Core.Observation;

/// <summary>
/// Our hold on a unit, as its marker on the node tells. Written before the unit is stopped, so that release gives back exactly
/// what was there: a unit that was not running when we came is not started when we go.
/// </summary>
/// <param name="WasActive">The unit ran when the hold was put on it.</param>
public sealed record UnitHold(bool WasActive);
