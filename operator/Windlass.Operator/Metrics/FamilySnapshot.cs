using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>All series of one name at one moment.</summary>
/// <param name="Name">Prometheus name; a counter's ends with <c>_total</c>.</param>
/// <param name="Kind">How Prometheus reads it.</param>
/// <param name="Help">For people; may hold anything.</param>
/// <param name="Unit">Base unit that ends the name (<c>seconds</c>); empty for none.</param>
/// <param name="Bounds">Finite upper bounds of a histogram, ascending; empty otherwise.</param>
/// <param name="Series">Sorted by labels, no two alike.</param>
internal sealed record FamilySnapshot(
    string Name,
    MetricKind Kind,
    string Help,
    string Unit,
    ImmutableArray<double> Bounds,
    ImmutableArray<SeriesSnapshot> Series);
