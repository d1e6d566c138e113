namespace Windlass.Operator.Metrics;

/// <summary>A component whose database has moved while old code of it still runs.</summary>
/// <param name="Component">Name of the component.</param>
/// <param name="Since">When its schema step was first seen done.</param>
/// <param name="AreServersBehind">A server of its control plane is among what runs the old code; else only agents on satellites, which upstream lets wait.</param>
public sealed record SchemaWindowMetric(string Component, DateTimeOffset Since, bool AreServersBehind);
