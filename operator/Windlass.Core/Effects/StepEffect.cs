using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Effects;

/// <summary>
/// What a step does to a node when it goes well, said once. Whoever keeps a picture of a node applies it to that: the projection to what a
/// real node told, the simulation to a machine of its own, to which faults may happen besides.
/// </summary>
internal sealed record StepEffect
{
    private StepEffect()
    {
    }

    /// <summary>Units that are changed, in order; those that the node does not have are passed over.</summary>
    public ImmutableArray<string> Units { get; private init; } = [];

    /// <summary>Not those, but every service that a package ships.</summary>
    public bool IsForEveryService { get; private init; }

    /// <summary>What becomes of each.</summary>
    public Func<UnitTraits, UnitTraits> OnUnit { get; private init; } = unit => unit;

    /// <summary>Packages that are changed; those that the node neither has nor is offered are passed over.</summary>
    public ImmutableArray<PackagePin> Packages { get; private init; } = [];

    /// <summary>What becomes of each.</summary>
    public Func<PackageTraits, PackagePin, PackageTraits> OnPackage { get; private init; } = (package, _) => package;

    /// <summary>Every package that dpkg left half-done is finished.</summary>
    public bool RepairsPackages { get; private init; }

    /// <summary>The machine goes down and comes up again: what is enabled and not held runs, on the code that is installed.</summary>
    public bool Reboots { get; private init; }

    /// <summary>Content of the APT source that is put in place; null: none.</summary>
    public string? Source { get; private init; }

    /// <summary>Services are started: where their health is not worked out from what listens, they answer from now on.</summary>
    public bool StartsServices { get; private init; }

    /// <summary>Packages of no component that go; null: none.</summary>
    public ImmutableArray<string>? Removed { get; private init; }

    /// <param name="step">The step.</param>
    /// <param name="now">The node's time.</param>
    public static StepEffect Of(NodeStep.Command step, DateTimeOffset now) => step switch
    {
        NodeStep.Quiesce quiesce => Hold(quiesce.Units),
        NodeStep.Unquiesce unquiesce => new() { Units = unquiesce.Units, OnUnit = unit => Released(unit, unit.Hold is { WasActive: true }, now) },
        // The worst that configuration management does: it writes other files, and restarts every service because of them.
        NodeStep.Configure => new() { IsForEveryService = true, OnUnit = unit => unit.IsActive ? Started(unit, now) : unit, StartsServices = true },
        NodeStep.Reboot => new() { IsForEveryService = true, OnUnit = unit => Booted(unit, now), Reboots = true, StartsServices = true },
        NodeStep.RepairPackages => new() { RepairsPackages = true },
        NodeStep.Autoremove unneeded => new() { Removed = unneeded.Packages },
        NodeStep.SwitchRepository source => new() { Source = source.Content },
        NodeStep.Stage stage => new() { Packages = stage.Packages, OnPackage = (package, pin) => package with { Staged = pin.Version } },
        // What it installs is of no component, and no picture of a node has it.
        NodeStep.Preinstall => new(),
        NodeStep.StopAndHold stop => Hold(stop.Units),
        NodeStep.Install install => new() { Packages = install.Packages, OnPackage = (package, pin) => package with { Installed = pin.Version, IsConfigured = true, UnpackedAt = now } },
        NodeStep.SyncSchema => new(),
        NodeStep.Release release => new()
        {
            Units = release.Units, OnUnit = unit => Released(unit, unit.IsEnabled || unit.Hold is { WasActive: true }, now), StartsServices = true,
        },
        NodeStep.Restart restart => new() { Units = restart.Units, OnUnit = unit => unit.IsActive ? Started(unit, now) : unit, StartsServices = true },
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>The same, cut off when packages are unpacked and none of them is configured.</summary>
    public StepEffect HalfDone() => this with { OnPackage = (package, pin) => OnPackage(package, pin) with { IsConfigured = false } };

    private static StepEffect Hold(ImmutableArray<string> units) => new()
    {
        Units = units, OnUnit = unit => unit with { Hold = unit.Hold ?? new UnitHold(unit.IsActive), IsActive = false, StartedAt = null },
    };

    private static UnitTraits Released(UnitTraits unit, bool isWanted, DateTimeOffset now) =>
        (isWanted && !unit.IsActive ? Started(unit, now) : unit) with { Hold = null };

    private static UnitTraits Booted(UnitTraits unit, DateTimeOffset now) =>
        unit is { IsEnabled: true, Hold: null } ? Started(unit, now) : unit with { IsActive = false, StartedAt = null };

    private static UnitTraits Started(UnitTraits unit, DateTimeOffset now) => unit with { IsActive = true, StartedAt = now };
}
