using Windlass.Core.Api.Meta;

namespace Windlass.Operator.Metrics;

/// <summary>One condition of an upgrade.</summary>
/// <param name="Type">Its type, for example <c>Ready</c>.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Its CamelCase reason.</param>
public readonly record struct ConditionMetric(string Type, ConditionStatus Status, string Reason);
