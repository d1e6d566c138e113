using System.Collections.Immutable;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>A run as a file keeps it.</summary>
/// <param name="Run">All of it.</param>
/// <param name="Why">What is known of nodes that something was wrong with, by name.</param>
/// <param name="Version">Version of windlass that wrote it.</param>
internal sealed record SavedRun(RunPicture Run, ImmutableSortedDictionary<string, WhyDocument> Why, string Version);
