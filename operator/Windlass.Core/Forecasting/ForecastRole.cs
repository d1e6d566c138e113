using System.Collections.Immutable;

namespace Windlass.Core.Forecasting;

/// <summary>The satellites of one role.</summary>
/// <param name="Role">The role.</param>
/// <param name="MaxInFlight">Nodes in work at one time, at most.</param>
/// <param name="Begin">When the first begins.</param>
/// <param name="End">When the last is done.</param>
/// <param name="Nodes">Nodes that were upgraded.</param>
/// <param name="Waves">Nodes that begin at the same time; named after their failure domain where they are of one.</param>
public sealed record ForecastRole(string Role, int MaxInFlight, TimeSpan Begin, TimeSpan End, int Nodes, ImmutableArray<ForecastSpan> Waves);
