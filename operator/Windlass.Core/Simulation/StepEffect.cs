using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>What a step does to a machine.</summary>
/// <param name="Machine">The machine afterwards.</param>
/// <param name="ExitCode">How the step ends.</param>
internal sealed record StepEffect(SimulatedMachine Machine, int ExitCode)
{
    private const int HeldByAdministrator = 12;
    private const int AptFailed = 16;

    /// <summary>Carries out one step, as its script does on a real machine.</summary>
    public static StepEffect Of(SimulatedMachine machine, NodeStep.Command step, DateTimeOffset now) => step switch
    {
        NodeStep.Quiesce quiesce => Ok(Hold(machine, quiesce.Units)),
        NodeStep.Unquiesce unquiesce => Ok(Release(machine, unquiesce.Units, unit => unit.Hold is { WasActive: true }, now)),
        NodeStep.RepairPackages => Ok(machine.With(machine.Packages.Values.Where(package => !package.IsConfigured).Select(package => package with { IsConfigured = true }))),
        NodeStep.SwitchRepository source => Ok(machine with { RepositoryDigest = RepositoryDigest.Of(source.Content), IndexedAt = now }),
        NodeStep.Stage stage => Ok(machine.With(stage.Packages.Select(pin => machine.Packages[pin.Name] with { Staged = pin.Version }))),
        NodeStep.StopAndHold stop => Ok(Hold(machine, stop.Units)),
        NodeStep.Install install => Install(machine, install, now, isConfigured: true),
        NodeStep.SyncSchema => Ok(machine),
        NodeStep.Release release => Ok(Release(machine, release.Units, unit => unit.IsEnabled || unit.Hold is { WasActive: true }, now)),
        NodeStep.Restart restart => Ok(machine.With(Known(machine, restart.Units).Where(unit => unit.IsActive).Select(unit => unit.Start(now)))),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>The step is cut off in the middle of dpkg's work; steps that do not use dpkg just fail.</summary>
    public static StepEffect HalfOf(SimulatedMachine machine, NodeStep.Command step, DateTimeOffset now, int exitCode) => step is NodeStep.Install install
        ? Install(machine, install, now, isConfigured: false) with { ExitCode = exitCode }
        : new StepEffect(machine, exitCode);

    private static StepEffect Ok(SimulatedMachine machine) => new(machine, 0);

    private static SimulatedMachine Hold(SimulatedMachine machine, IEnumerable<string> units) => machine.With(
        Known(machine, units).Select(unit => unit with { Hold = unit.Hold ?? new UnitHold(unit.IsActive), IsActive = false }));

    private static SimulatedMachine Release(SimulatedMachine machine, IEnumerable<string> units, Func<SimulatedUnit, bool> isWanted, DateTimeOffset now) => machine.With(
        Known(machine, units).Select(unit => (isWanted(unit) && !unit.IsActive ? unit.Start(now) : unit) with { Hold = null }));

    private static StepEffect Install(SimulatedMachine machine, NodeStep.Install install, DateTimeOffset now, bool isConfigured)
    {
        var packages = install.Packages.Select(pin => machine.Packages[pin.Name] with
        {
            Version = pin.Version,
            IsConfigured = isConfigured,
            UnpackedAt = now,
        }).ToArray();
        if (packages.Any(package => package.IsHeld))
        {
            return new StepEffect(machine, HeldByAdministrator);
        }

        return machine.LockHolder is null && machine.Packages.Values.All(package => package.IsConfigured)
            ? Ok(machine.With(packages))
            : new StepEffect(machine, AptFailed);
    }

    private static IEnumerable<SimulatedUnit> Known(SimulatedMachine machine, IEnumerable<string> units) =>
        units.Where(machine.Units.ContainsKey).Select(name => machine.Units[name]);
}
