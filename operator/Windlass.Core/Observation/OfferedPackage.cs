using Windlass.Core.Versions;

namespace Windlass.Core.Observation;

/// <summary>A package that is not installed and that the release may want.</summary>
/// <param name="Name">Binary package name.</param>
/// <param name="Candidate">What APT would install now.</param>
/// <param name="IsStaged">Its archive lies in APT's cache.</param>
public sealed record OfferedPackage(string Name, DebianVersion Candidate, bool IsStaged);
