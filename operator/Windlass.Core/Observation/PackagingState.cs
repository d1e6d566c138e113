using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>APT and dpkg as a whole.</summary>
/// <param name="AuditFindings">Lines of <c>dpkg --audit</c>; empty when dpkg is sane.</param>
/// <param name="LockHolder">Command that holds dpkg's front-end lock, or null when it is free.</param>
/// <param name="RepositoryDigest">SHA-256 (hex) of our sources file for the target release; null when it is not in place.</param>
/// <param name="IndexedAt">When the package lists were last renewed after the sources file was written; null: never.</param>
public sealed record PackagingState(
    ImmutableArray<string> AuditFindings,
    string? LockHolder,
    string? RepositoryDigest,
    DateTimeOffset? IndexedAt)
{
    /// <summary>Files of older sources that the target's own takes the place of, and which are (again) in /etc/apt/sources.list.d.</summary>
    public ImmutableArray<string> Superseded { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Packages, as APT names them, that the upgrade that was asked about left without use and that may go: see
    /// <see cref="ObservationRequest.UnneededBy"/>. Null: nobody asked, or APT cannot tell.
    /// </summary>
    public ImmutableArray<string>? Unneeded { get; init; }

    /// <summary>dpkg has no half-installed or half-configured package.</summary>
    public bool IsSane => AuditFindings.IsEmpty;
}
