using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>One series at one moment.</summary>
/// <param name="Labels">Rendered labels without braces, sorted by name; empty for none.</param>
/// <param name="Value">The value; of a histogram the sum.</param>
/// <param name="Buckets">Not cumulative, one more than there are bounds; default unless it is a histogram.</param>
internal readonly record struct SeriesSnapshot(string Labels, double Value, ImmutableArray<long> Buckets);
