using System.Collections.Immutable;
using Windlass.Core.Versions;

namespace Windlass.Core.Observation;

/// <summary>What APT on a node says to a <see cref="TargetQuestion"/>; the node is as it was.</summary>
public sealed record TargetResolution
{
    /// <summary>Why APT could not be asked, or could not read the archives; null: it answered.</summary>
    public string? Failure { get; init; }

    /// <summary>Version that APT would install, by binary package; what no archive has is missing.</summary>
    public ImmutableSortedDictionary<string, DebianVersion> Candidates { get; init; } = ImmutableSortedDictionary<string, DebianVersion>.Empty;

    /// <summary>The installation of each component after those before it, simulated.</summary>
    public ImmutableArray<SimulatedInstall> Installs { get; init; } = [];

    /// <summary>Packages of the components that debconf tells to migrate their database while they are installed.</summary>
    public ImmutableArray<SelfMigration> SelfMigrations { get; init; } = [];

    /// <summary>Why debconf could not be asked; null: it answered, or nobody asked.</summary>
    public string? DebconfFailure { get; init; }

    /// <summary>The target's own upgrade checks that were run here.</summary>
    public ImmutableArray<UpgradeCheckResult> Checks { get; init; } = [];
}
