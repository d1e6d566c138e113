namespace Windlass.Core.Forecasting;

/// <summary>Something with a beginning and an end, counted from the beginning of the run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Begin">When it begins.</param>
/// <param name="End">When it ends.</param>
/// <param name="Nodes">Nodes that take part.</param>
public sealed record ForecastSpan(string Name, TimeSpan Begin, TimeSpan End, int Nodes);
