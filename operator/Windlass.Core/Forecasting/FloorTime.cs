namespace Windlass.Core.Forecasting;

/// <summary>The fewest servers that a backend has during the run.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Servers">Servers that take traffic then.</param>
/// <param name="Of">Servers it has.</param>
/// <param name="Lasts">How long in all.</param>
public sealed record FloorTime(string Backend, int Servers, int Of, TimeSpan Lasts);
