namespace Windlass.Core.Api.Upgrades;

/// <summary>What is looked at on every node before the first change.</summary>
public enum PreflightCheck
{
    /// <summary>The node answers over SSH with its pinned host key, and we may become root.</summary>
    Reachable,

    /// <summary>dpkg has no half-installed package.</summary>
    PackagesSane,

    /// <summary>No package of the release is on hold.</summary>
    PackagesNotHeld,

    /// <summary>At least 512 MiB are free where packages go.</summary>
    DiskSpace,

    /// <summary>Every HAProxy answers and knows every backend of the release whose component is installed.</summary>
    BackendsKnown,

    /// <summary>Every server of these backends is up, or somebody took it out on purpose.</summary>
    BackendsHealthy,

    /// <summary>
    /// APT on the node, asked with the target's source in a private folder, would bring every component to the target: the archives can be
    /// read and have the release, nothing is removed that may not be, and nothing moves before its turn. Skipped, it is not asked.
    /// </summary>
    TargetResolves,

    /// <summary>
    /// The target's own upgrade checks, run on one node for each component from the new packages unpacked aside, find nothing that the new
    /// code cannot start with. Skipped, or with <see cref="TargetResolves"/> skipped, they are not run before the new code is installed.
    /// </summary>
    UpgradeChecks,

    /// <summary>
    /// No package of the release is told by debconf to migrate its database while it is installed. Skipped, the run begins, and its own
    /// installations still answer no; with <see cref="TargetResolves"/> skipped it is not asked.
    /// </summary>
    NoSelfMigration,
}
