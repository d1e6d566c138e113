using Windlass.Core.Versions;

namespace Windlass.Core.Simulation;

/// <summary>An installed package of a simulated machine.</summary>
/// <param name="Name">Binary package.</param>
/// <param name="Source">Source package.</param>
/// <param name="Version">Installed version.</param>
public sealed record SimulatedPackage(string Name, string Source, DebianVersion Version)
{
    /// <summary>An administrator put it on hold.</summary>
    public bool IsHeld { get; init; }

    /// <summary>dpkg finished with it.</summary>
    public bool IsConfigured { get; init; } = true;

    /// <summary>Version whose archive lies in APT's cache; null: none.</summary>
    public DebianVersion? Staged { get; init; }

    /// <summary>When it was last unpacked.</summary>
    public DateTimeOffset UnpackedAt { get; init; }
}
