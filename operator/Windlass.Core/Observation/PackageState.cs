using Windlass.Core.Versions;

namespace Windlass.Core.Observation;

/// <summary>One installed binary package.</summary>
/// <param name="Name">Binary package name.</param>
/// <param name="Source">Debian source package it was built from: this groups packages into components.</param>
/// <param name="Installed">Installed version.</param>
/// <param name="Candidate">What APT would install now; null when APT knows no candidate.</param>
/// <param name="Status">dpkg's three letters, for example <c>ii </c>; anything else than <c>ii</c> or <c>hi</c> is not sane.</param>
/// <param name="IsHeld">An administrator put the package on hold (<c>apt-mark hold</c>).</param>
/// <param name="IsStaged">The archive of the candidate lies in APT's cache, so that installing needs no mirror.</param>
/// <param name="UnpackedAt">When dpkg last unpacked the package, by the node's clock: a process older than this runs old code.</param>
public sealed record PackageState(
    string Name,
    string Source,
    DebianVersion Installed,
    DebianVersion? Candidate,
    string Status,
    bool IsHeld,
    bool IsStaged,
    DateTimeOffset UnpackedAt)
{
    /// <summary>dpkg finished with it: unpacked and configured.</summary>
    public bool IsConfigured => Status.Length >= 2 && Status[1] == 'i';
}
