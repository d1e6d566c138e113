using Windlass.Core.Versions;

namespace Windlass.Core.Planning.Steps;

/// <summary>One binary package at one exact version.</summary>
/// <param name="Name">Binary package name.</param>
/// <param name="Version">Exact version.</param>
public sealed record PackagePin(string Name, DebianVersion Version)
{
    /// <summary>As APT's command line takes it: <c>name=version</c>.</summary>
    public override string ToString() => $"{Name}={Version}";
}
