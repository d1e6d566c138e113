using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>What to look for on a node. All of it is answered in one round trip.</summary>
/// <param name="SourcePackages">Debian source packages whose binaries and units are of interest; what is not installed is left out of the answer.</param>
/// <param name="NewPackages">Binary packages that may have to be installed newly; what is installed already is left out of that part of the answer.</param>
/// <param name="Units">Units asked for by name whatever package they belong to (quiesce); names with suffix.</param>
/// <param name="SourcesFile">File name below /etc/apt/sources.list.d whose digest is asked for; empty: none.</param>
/// <param name="Probes">HTTP URLs to get from the node itself, each within 3 seconds.</param>
public sealed record ObservationRequest(
    ImmutableArray<string> SourcePackages,
    ImmutableArray<string> NewPackages,
    ImmutableArray<string> Units,
    string SourcesFile,
    ImmutableArray<string> Probes)
{
    /// <summary>Globs below /etc/apt/sources.list.d for the files of older sources; asked for together with <see cref="SourcesFile"/>.</summary>
    public ImmutableArray<string> Supersedes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Upgrade whose unneeded packages are asked for; empty: none. Costs the node seconds each time.</summary>
    public string UnneededBy { get; init; } = "";

    /// <summary>Source packages whose binaries count as needed whatever APT says.</summary>
    public ImmutableArray<string> KeptSources { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Leave not even APT's own cache of the package lists behind, which any other question to APT renews. Costs the node a second or two each time.
    /// </summary>
    public bool LeavesNoTrace { get; init; }

    /// <summary>Does a look that was taken with another question in mind tell what this one asks?</summary>
    /// <param name="look">Of the same node, lately.</param>
    public bool IsAnsweredBy(NodeObservation look) => UnneededBy.Length == 0 || look.Packaging.Unneeded is not null;
}
