using System.Collections.Immutable;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>The upgrades of a namespace, the newest first.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Runs">As <c>kubectl windlass history</c> has them.</param>
internal sealed record PageRuns(string Namespace, ImmutableArray<HistoryLine> Runs);
