using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>
/// What one round trip told about a node. A snapshot: everything in it was true at <see cref="TakenAt"/>, and nothing in it is
/// remembered from an earlier visit.
/// </summary>
public sealed record NodeObservation
{
    /// <summary>When the answer arrived, by the operator's clock.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The machine: identity, boot, clock, disk.</summary>
    public required MachineState Machine { get; init; }

    /// <summary>Installed packages of the release's source packages, by binary package name.</summary>
    public required ImmutableSortedDictionary<string, PackageState> Packages { get; init; }

    /// <summary>Packages that were asked for by name, are not installed, and could be.</summary>
    public ImmutableSortedDictionary<string, OfferedPackage> Offers { get; init; } = ImmutableSortedDictionary<string, OfferedPackage>.Empty;

    /// <summary>Services that those packages ship or that the release names (quiesce), by unit name with suffix.</summary>
    public required ImmutableSortedDictionary<string, UnitState> Units { get; init; }

    /// <summary>The APT and dpkg state as a whole.</summary>
    public required PackagingState Packaging { get; init; }

    /// <summary>The step ledger: what has been started on this node by us, newest last.</summary>
    public ImmutableArray<LedgerEntry> Ledger { get; init; } = [];

    /// <summary>Results of the HTTP probes that were asked for, by their target, for example <c>http://10.0.0.1:5000/healthcheck</c>.</summary>
    public ImmutableSortedDictionary<string, ProbeResult> Probes { get; init; } = ImmutableSortedDictionary<string, ProbeResult>.Empty;
}
