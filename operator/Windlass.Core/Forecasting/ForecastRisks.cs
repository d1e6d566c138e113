using System.Collections.Immutable;

namespace Windlass.Core.Forecasting;

/// <summary>Where users may notice something, by what the load balancers of the simulated run saw.</summary>
/// <param name="Away">Backends without any server, and how long in all; the longest first.</param>
/// <param name="Floors">The fewest servers of each backend, with how long; the thinnest first.</param>
/// <param name="SchemaWindows">Components whose old code runs beside a new schema, and how long; the longest first.</param>
public sealed record ForecastRisks(ImmutableArray<RiskTime> Away, ImmutableArray<FloorTime> Floors, ImmutableArray<RiskTime> SchemaWindows);
