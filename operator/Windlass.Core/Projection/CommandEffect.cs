using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Projection;

/// <summary>What a node will tell after a step went well.</summary>
internal static class CommandEffect
{
    /// <summary>Every step takes the node's clock on: what was started after an install must be seen to be.</summary>
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(1);

    /// <param name="before">What the node told.</param>
    /// <param name="run">The step.</param>
    /// <param name="versions">What a switch of the APT source brings.</param>
    public static NodeObservation Of(NodeObservation before, NodeDecision.Run run, TargetVersions versions)
    {
        var now = before.Machine.Clock + StepTime;
        var after = run.Step switch
        {
            NodeStep.Quiesce quiesce => Hold(before, quiesce.Units),
            NodeStep.Unquiesce unquiesce => Release(before, unquiesce.Units, unit => unit.Hold is { WasActive: true }, now),
            NodeStep.RepairPackages => Repair(before),
            NodeStep.SwitchRepository source => before with
            {
                Packages = versions.AfterSwitch(before),
                Offers = versions.OffersAfterSwitch(before),
                Packaging = before.Packaging with { RepositoryDigest = RepositoryDigest.Of(source.Content), IndexedAt = now },
            },
            NodeStep.Stage stage => Staged(Change(before, stage.Packages, (package, _) => package with { IsStaged = true }), stage.Packages),
            NodeStep.StopAndHold stop => Hold(before, stop.Units),
            NodeStep.Install install => Taken(
                Change(before, install.Packages, (package, pin) => package with { Installed = pin.Version, Status = "ii ", UnpackedAt = now }), install.Packages),
            NodeStep.SyncSchema => before,
            NodeStep.Release release => Healthy(Release(before, release.Units, unit => unit.IsEnabled || unit.Hold is { WasActive: true }, now)),
            NodeStep.Restart restart => Healthy(Change(before, restart.Units, unit => unit.IsActive ? Started(unit, now) : unit)),
            _ => throw new ArgumentOutOfRangeException(nameof(run)),
        };
        return after with { Machine = before.Machine with { Clock = now }, Ledger = Recorded(before.Ledger, run, now) };
    }

    private static ImmutableArray<LedgerEntry> Recorded(ImmutableArray<LedgerEntry> ledger, NodeDecision.Run run, DateTimeOffset now) =>
        [.. ledger.Where(entry => entry.Id != run.Id), new LedgerEntry(run.Id, LedgerState.Finished, 0, now, now, run.Attempt)];

    private static NodeObservation Repair(NodeObservation before) => before with
    {
        Packages = before.Packages.SetItems(before.Packages.Values.Where(package => !package.IsConfigured)
            .Select(package => KeyValuePair.Create(package.Name, package with { Status = "ii " }))),
        Packaging = before.Packaging with { AuditFindings = [] },
    };

    private static NodeObservation Staged(NodeObservation before, ImmutableArray<PackagePin> pins) => before with
    {
        Offers = before.Offers.SetItems(pins.Where(pin => before.Offers.ContainsKey(pin.Name))
            .Select(pin => KeyValuePair.Create(pin.Name, before.Offers[pin.Name] with { IsStaged = true }))),
    };

    /// <summary>What is installed is on offer no more.</summary>
    private static NodeObservation Taken(NodeObservation before, ImmutableArray<PackagePin> pins) =>
        before with { Offers = before.Offers.RemoveRange(pins.Select(pin => pin.Name)) };

    private static NodeObservation Hold(NodeObservation before, ImmutableArray<string> units) => Change(before, units, unit => unit with
    {
        Hold = unit.Hold ?? new UnitHold(unit.IsActive), ActiveState = "inactive", SubState = "dead", StartedAt = null,
    });

    private static NodeObservation Release(NodeObservation before, ImmutableArray<string> units, Func<UnitState, bool> isWanted, DateTimeOffset now) =>
        Change(before, units, unit => (isWanted(unit) && !unit.IsActive ? Started(unit, now) : unit) with { Hold = null });

    private static UnitState Started(UnitState unit, DateTimeOffset now) => unit with { ActiveState = "active", SubState = "running", StartedAt = now };

    /// <summary>A plan is about what goes well: what was started answers.</summary>
    private static NodeObservation Healthy(NodeObservation before) => before with
    {
        Probes = before.Probes.SetItems(before.Probes.Keys.Select(url => KeyValuePair.Create(url, new ProbeResult(200, "")))),
    };

    private static NodeObservation Change(NodeObservation before, ImmutableArray<string> units, Func<UnitState, UnitState> change) => before with
    {
        Units = before.Units.SetItems(units.Where(before.Units.ContainsKey).Select(name => KeyValuePair.Create(name, change(before.Units[name])))),
    };

    private static NodeObservation Change(NodeObservation before, ImmutableArray<PackagePin> pins, Func<PackageState, PackagePin, PackageState> change) => before with
    {
        Packages = before.Packages.SetItems(pins.Where(pin => before.Packages.ContainsKey(pin.Name))
            .Select(pin => KeyValuePair.Create(pin.Name, change(before.Packages[pin.Name], pin)))),
    };
}
