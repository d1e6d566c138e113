using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>What APT would do to bring one component, and those before it, to the target.</summary>
/// <param name="Component">Name of the component.</param>
/// <param name="Refusal">APT's own first line about why it would not; null: it would.</param>
/// <param name="Moved">Installed packages of watched sources that would change besides.</param>
/// <param name="Removed">Installed packages that would go.</param>
public sealed record SimulatedInstall(string Component, string? Refusal, ImmutableArray<SimulatedInstall.Package> Moved, ImmutableArray<string> Removed)
{
    /// <summary>A package and where it comes from.</summary>
    /// <param name="Source">Source package.</param>
    /// <param name="Name">Binary package.</param>
    public sealed record Package(string Source, string Name);
}
