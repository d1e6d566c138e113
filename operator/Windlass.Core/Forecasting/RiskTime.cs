namespace Windlass.Core.Forecasting;

/// <summary>How long something lasts that people should know of.</summary>
/// <param name="Name">Backend or component.</param>
/// <param name="Lasts">In all.</param>
public sealed record RiskTime(string Name, TimeSpan Lasts);
