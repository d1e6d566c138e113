using System.Collections.Immutable;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Projection;

/// <summary>One step as it will be taken.</summary>
/// <param name="Step">The step; versions in it may stand for such that are not known yet, <paramref name="Packages"/> tells which.</param>
/// <param name="Packages">Packages that it downloads or installs.</param>
public sealed record ProjectedStep(NodeStep Step, ImmutableArray<PackageChange> Packages);
