using Windlass.Core.Effects;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>How a step ends on a simulated machine.</summary>
/// <param name="Machine">The machine afterwards.</param>
/// <param name="ExitCode">How the step ends.</param>
internal sealed record StepOutcome(SimulatedMachine Machine, int ExitCode)
{
    private const int HeldByAdministrator = 12;
    private const int AptFailed = 16;

    /// <summary>Carries out one step, as its script does on a real machine.</summary>
    public static StepOutcome Of(SimulatedMachine machine, NodeStep.Command step, DateTimeOffset now) =>
        step is NodeStep.Install install && Refusal(machine, install) is { } refusal
            ? new StepOutcome(machine, refusal)
            : new StepOutcome(Apply(machine, StepEffect.Of(step, now), now), 0);

    /// <summary>The step is cut off in the middle of dpkg's work; steps that do not use dpkg just fail.</summary>
    public static StepOutcome HalfOf(SimulatedMachine machine, NodeStep.Command step, DateTimeOffset now, int exitCode) =>
        step is NodeStep.Install install && Refusal(machine, install) is null
            ? new StepOutcome(Apply(machine, StepEffect.Of(step, now).HalfDone(), now), exitCode)
            : new StepOutcome(machine, exitCode);

    private static int? Refusal(SimulatedMachine machine, NodeStep.Install install)
    {
        if (install.Packages.Any(pin => machine.Packages[pin.Name].IsHeld))
        {
            return HeldByAdministrator;
        }

        return machine.LockHolder is null && machine.Packages.Values.All(package => package.IsConfigured) ? null : AptFailed;
    }

    private static SimulatedMachine Apply(SimulatedMachine machine, StepEffect effect, DateTimeOffset now)
    {
        var units = effect.IsForEveryService
            ? machine.Units.Values.Where(unit => unit.Package is not null)
            : effect.Units.Where(machine.Units.ContainsKey).Select(name => machine.Units[name]);
        var after = effect.Units.IsEmpty && !effect.IsForEveryService ? machine : machine.With(units.Select(unit => With(unit, effect)));
        after = effect.Packages.IsEmpty ? after : after.With(effect.Packages.Select(pin => With(machine.Packages[pin.Name], pin, effect)));
        after = effect.RepairsPackages
            ? after.With(machine.Packages.Values.Where(package => !package.IsConfigured).Select(package => package with { IsConfigured = true }))
            : after;
        after = effect.Removed is { IsEmpty: false } removed ? after with { Libraries = [.. machine.Libraries.Where(library => !removed.Contains(library.Name))] } : after;
        return effect.Source is { } source ? after with { RepositoryDigest = RepositoryDigest.Of(source), IndexedAt = now } : after;
    }

    private static SimulatedUnit With(SimulatedUnit unit, StepEffect effect)
    {
        var after = effect.OnUnit(new UnitTraits(unit.IsEnabled, unit.IsActive, unit.Hold, unit.IsActive ? unit.StartedAt : null));
        return unit with { IsActive = after.IsActive, Hold = after.Hold, StartedAt = after.StartedAt ?? unit.StartedAt };
    }

    private static SimulatedPackage With(SimulatedPackage package, PackagePin pin, StepEffect effect)
    {
        var after = effect.OnPackage(new PackageTraits(package.Version, package.Staged, package.IsConfigured, package.UnpackedAt), pin);
        return package with { Version = after.Installed!.Value, Staged = after.Staged, IsConfigured = after.IsConfigured, UnpackedAt = after.UnpackedAt };
    }
}
