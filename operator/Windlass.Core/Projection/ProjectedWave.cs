using System.Collections.Immutable;

namespace Windlass.Core.Projection;

/// <summary>Nodes that are granted work at the same time. In a window that slides, the next node begins as soon as one is done, not when all are.</summary>
/// <param name="Stage">Stage of the upgrade, as its status will name it.</param>
/// <param name="Components">Components in work, when the stage has such.</param>
/// <param name="Visits">By node.</param>
public sealed record ProjectedWave(string Stage, string Components, ImmutableArray<ProjectedVisit> Visits);
