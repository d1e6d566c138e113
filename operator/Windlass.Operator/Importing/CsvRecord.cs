using System.Collections.Immutable;

namespace Windlass.Operator.Importing;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">Line that it begins on.</param>
/// <param name="Fields">Its fields, quotes taken off.</param>
internal sealed record CsvRecord(int Line, ImmutableArray<string> Fields);
