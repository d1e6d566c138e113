using Windlass.Core.Versions;

namespace Windlass.Core.Simulation;

/// <summary>An automatically installed package of no component.</summary>
/// <param name="Name">Binary package.</param>
/// <param name="NeededBy">Package that needs it; empty: nothing did, when the upgrade began.</param>
/// <param name="Version">Version in which that package needs it.</param>
public sealed record SimulatedLibrary(string Name, string NeededBy, DebianVersion Version);
