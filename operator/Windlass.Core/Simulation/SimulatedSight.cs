using System.Collections.Immutable;
using Windlass.Core.Observation;

namespace Windlass.Core.Simulation;

/// <summary>
/// What a simulated machine looks like from outside. Each part is put together anew only when what it tells has changed: most of
/// the looks of a run find nothing new. Not thread-safe.
/// </summary>
internal sealed class SimulatedSight(SimulatedMirror mirror)
{
    private static readonly MachineState Unknown = new("", "", "", "", default, [], 0, IsRebootRequired: false);

    private SimulatedMachine? _machine;
    private ImmutableSortedDictionary<string, PackageState> _packages = ImmutableSortedDictionary<string, PackageState>.Empty;
    private ImmutableSortedDictionary<string, UnitState> _units = ImmutableSortedDictionary<string, UnitState>.Empty;
    private ImmutableSortedDictionary<string, ProbeResult> _answers = ImmutableSortedDictionary<string, ProbeResult>.Empty;
    private PackagingState? _packaging;
    private ImmutableArray<string> _probes = [];

    /// <summary>What one round trip tells, but for the machine as a whole and its clock.</summary>
    public NodeObservation Of(SimulatedMachine machine, ImmutableArray<LedgerEntry> ledger, ImmutableArray<string> probes)
    {
        Renew(machine, probes);
        return new NodeObservation
        {
            TakenAt = default,
            Machine = Unknown,
            Packages = _packages,
            Units = _units,
            Packaging = _packaging!,
            Ledger = ledger,
            Probes = _answers,
        };
    }

    /// <summary>Gives the memory back; the next look works everything out again.</summary>
    public void Forget()
    {
        (_machine, _packages, _units) = (null, ImmutableSortedDictionary<string, PackageState>.Empty, ImmutableSortedDictionary<string, UnitState>.Empty);
    }

    private void Renew(SimulatedMachine machine, ImmutableArray<string> probes)
    {
        if (ReferenceEquals(machine, _machine) && probes == _probes)
        {
            return;
        }

        if (machine.Packages != _machine?.Packages || machine.RepositoryDigest != _machine.RepositoryDigest)
        {
            _packages = machine.Packages.Values.ToImmutableSortedDictionary(package => package.Name, package => State(machine, package), StringComparer.Ordinal);
        }

        if (machine.Units != _machine?.Units || probes != _probes)
        {
            _units = machine.Units.Values.ToImmutableSortedDictionary(unit => unit.Name, State, StringComparer.Ordinal);
            _answers = probes.ToImmutableSortedDictionary(url => url, url => Answer(machine, url), StringComparer.Ordinal);
        }

        _packaging = new PackagingState(
            [.. machine.Packages.Values.Where(package => !package.IsConfigured).Select(package => $"{package.Name} is half-configured")],
            machine.LockHolder,
            machine.RepositoryDigest,
            machine.IndexedAt)
        {
            Unneeded = machine.Unneeded,
        };
        (_machine, _probes) = (machine, probes);
    }

    private PackageState State(SimulatedMachine machine, SimulatedPackage package)
    {
        var candidate = mirror.Candidate(machine.RepositoryDigest, package);
        return new PackageState(
            package.Name, package.Source, package.Version, candidate, package.IsConfigured ? "ii " : "iF ",
            package.IsHeld, package.Staged == candidate, package.UnpackedAt);
    }

    private static UnitState State(SimulatedUnit unit) => new(
        unit.Name, unit.Package, "loaded", unit.IsActive ? "active" : "inactive", unit.IsActive ? "running" : "dead",
        unit.IsEnabled ? "enabled" : "disabled", unit.Hold, unit.IsActive ? unit.StartedAt : null);

    private static ProbeResult Answer(SimulatedMachine machine, string url) =>
        machine.IsListening(new Uri(url).Port) ? new ProbeResult(200, "") : new ProbeResult(0, "connection refused");
}
