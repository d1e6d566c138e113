using System.Collections.Immutable;

namespace Windlass.Kubernetes.Wire;

/// <summary>The details of a <see cref="Status"/>.</summary>
public sealed record StatusDetails
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>Group of the object.</summary>
    public string? Group { get; init; }

    /// <summary>Kind (or plural) of the object.</summary>
    public string? Kind { get; init; }

    /// <summary>Seconds to wait before the next try; null when the server has no wish.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>One entry per offending field.</summary>
    public ImmutableArray<StatusCause>? Causes { get; init; }
}
