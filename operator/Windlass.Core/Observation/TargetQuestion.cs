using System.Collections.Immutable;
using Windlass.Core.Api.Releases;

namespace Windlass.Core.Observation;

/// <summary>What would APT do on a node, were its source the target release's?</summary>
/// <param name="Repository">The source.</param>
/// <param name="Components">Components in the order in which they would be installed.</param>
/// <param name="WatchedSources">Source packages of which it is to be told when they would move besides.</param>
public sealed record TargetQuestion(
    ReleaseRepository Repository, ImmutableArray<TargetQuestion.Component> Components, ImmutableArray<string> WatchedSources)
{
    /// <summary>Lines that the node's allow-list must have for the run, where its account may only give orders to the node's wrapper.</summary>
    public ImmutableArray<string> Wanted { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Patterns of debconf's questions that make a package migrate its database by itself.</summary>
    public ImmutableArray<string> MigrationQuestions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>One component of the node.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Packages">Its installed binary packages.</param>
    /// <param name="NewPackages">Packages to be installed newly, where the archive has them.</param>
    public sealed record Component(string Name, ImmutableArray<string> Packages, ImmutableArray<string> NewPackages);
}
