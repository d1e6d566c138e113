namespace Windlass.Operator.Metrics;

/// <summary>A node in flight, or stalled.</summary>
/// <param name="Host">Name of the node.</param>
/// <param name="Role">Its role in the upgrade.</param>
/// <param name="Step">The step in hand.</param>
/// <param name="StartedAt">When that step began; null when it has not.</param>
/// <param name="StallReason">CamelCase reason while the node is stalled; null while it is not.</param>
public sealed record NodeStepMetric(string Host, string Role, string Step, DateTimeOffset? StartedAt, string? StallReason)
{
    /// <summary>When the step counts as stalled; null when it has not begun.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Sessions left on its drained servers; null when none is drained.</summary>
    public long? Sessions { get; init; }
}
