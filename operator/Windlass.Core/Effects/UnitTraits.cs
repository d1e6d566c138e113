using Windlass.Core.Observation;

namespace Windlass.Core.Effects;

/// <summary>What a step can change of a unit.</summary>
/// <param name="IsEnabled">Starts at boot; no step changes it.</param>
/// <param name="IsActive">Runs.</param>
/// <param name="Hold">Our hold; null: none.</param>
/// <param name="StartedAt">When it last started; null: it does not run.</param>
internal readonly record struct UnitTraits(bool IsEnabled, bool IsActive, UnitHold? Hold, DateTimeOffset? StartedAt);
