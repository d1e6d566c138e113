using System.Collections.Immutable;

namespace Windlass.ControlPlane.Serving;

/// <summary>A request that was not done, as metav1.Status says it.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Reason">The machine-readable reason, e.g. NotFound; clients branch on it.</param>
/// <param name="Message">The sentence kubectl prints.</param>
internal sealed record ApiFailure(int Code, string Reason, string Message)
{
    public FailureSubject? Subject { get; init; }

    public ImmutableArray<FailureCause> Causes { get; init; } = [];

    /// <summary>Zero when the client should not try again by itself.</summary>
    public int RetryAfterSeconds { get; init; }
}
