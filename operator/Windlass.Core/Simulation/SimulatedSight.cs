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

    private static readonly ProbeResult Listens = new(200, "");
    private static readonly ProbeResult Refuses = new(0, "connection refused");

    private SimulatedMachine? _machine;
    private ImmutableSortedDictionary<string, PackageState> _packages = ImmutableSortedDictionary<string, PackageState>.Empty;
    private ImmutableSortedDictionary<string, UnitState> _units = ImmutableSortedDictionary<string, UnitState>.Empty;
    private ImmutableSortedDictionary<string, ProbeResult> _answers = ImmutableSortedDictionary<string, ProbeResult>.Empty;
    private PackagingState? _packaging;
    private ImmutableArray<string> _probes = [];
    private ImmutableArray<int> _ports = [];

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
            // Another source offers other candidates of every package.
            var known = machine.RepositoryDigest == _machine?.RepositoryDigest ? _machine?.Packages : null;
            _packages = Renewed(_packages, known, machine.Packages, package => State(machine, package));
        }

        if (machine.Units != _machine?.Units || machine.IsDeaf != _machine.IsDeaf || probes != _probes)
        {
            _units = Renewed(_units, _machine?.Units, machine.Units, State);
            _answers = Answers(machine, probes);
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

    /// <summary>States of what is there now. Most steps change few things: what is the same object tells the same.</summary>
    /// <param name="before">States of what was there.</param>
    /// <param name="known">What was there; null: nothing of it holds any more.</param>
    private static ImmutableSortedDictionary<string, TState> Renewed<TItem, TState>(
        ImmutableSortedDictionary<string, TState> before, ImmutableSortedDictionary<string, TItem>? known, ImmutableSortedDictionary<string, TItem> items, Func<TItem, TState> state)
        where TItem : class
    {
        var states = known is null ? ImmutableSortedDictionary.Create<string, TState>(StringComparer.Ordinal) : before;
        foreach (var (name, item) in items)
        {
            if (known is null || !ReferenceEquals(known.GetValueOrDefault(name), item))
            {
                states = states.SetItem(name, state(item));
            }
        }

        return states.Count == items.Count ? states : Renewed(before, known: null, items, state);
    }

    /// <summary>The same answers are the same object: most changes of units change none.</summary>
    private ImmutableSortedDictionary<string, ProbeResult> Answers(SimulatedMachine machine, ImmutableArray<string> probes)
    {
        if (probes != _probes)
        {
            (_answers, _ports) = (_answers.Clear(), [.. probes.Select(url => new Uri(url).Port)]);
        }

        var answers = _answers.WithComparers(StringComparer.Ordinal);
        for (var i = 0; i < probes.Length; i++)
        {
            answers = answers.SetItem(probes[i], machine.IsListening(_ports[i]) ? Listens : Refuses);
        }

        return answers;
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
}
