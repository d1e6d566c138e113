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
}
