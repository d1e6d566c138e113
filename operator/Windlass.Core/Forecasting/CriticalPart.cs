namespace Windlass.Core.Forecasting;

/// <summary>One part of the critical path.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Takes">Its least time.</param>
public sealed record CriticalPart(string Name, TimeSpan Takes);
