using Windlass.Core.Versions;

namespace Windlass.Core.Effects;

/// <summary>What a step can change of a package.</summary>
/// <param name="Installed">Installed version; null: it is only on offer.</param>
/// <param name="Staged">Version whose archive lies in APT's cache; null: none.</param>
/// <param name="IsConfigured">dpkg finished with it.</param>
/// <param name="UnpackedAt">When it was last unpacked.</param>
internal readonly record struct PackageTraits(DebianVersion? Installed, DebianVersion? Staged, bool IsConfigured, DateTimeOffset UnpackedAt);
