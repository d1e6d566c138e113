using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;

namespace Windlass.Core.Planning;

/// <summary>What an observation says about one component on one node.</summary>
internal sealed record ComponentFacts
{
    public required ReleaseComponent Component { get; init; }

    /// <summary>Its binary packages that are installed here; never empty.</summary>
    public required ImmutableArray<PackageState> Packages { get; init; }

    /// <summary>Its services, in the order to start them.</summary>
    public required ImmutableArray<UnitState> Units { get; init; }

    /// <summary>Services of other packages that serve it: restarted with it, never held.</summary>
    public ImmutableArray<UnitState> ExtraUnits { get; init; } = [];

    /// <summary>Packages that the release adds to it and that are not installed yet.</summary>
    public ImmutableArray<PackagePin> Missing { get; init; } = [];

    /// <summary>It is to be restarted once more, and the ledger does not say that it was.</summary>
    public bool IsRestartDue { get; init; }

    /// <summary>Its final restart is granted.</summary>
    public bool IsRestartGranted { get; init; }

    /// <summary>Its backends, when this node serves them.</summary>
    public required ImmutableArray<string> Backends { get; init; }

    /// <summary>Its drains that are ours.</summary>
    public required ImmutableArray<DrainRecord> Drains { get; init; }

    /// <summary>Schema commands that succeeded here for the version that is to be reached.</summary>
    public required ImmutableArray<SchemaPhase> SchemaDone { get; init; }

    /// <summary>Some package is older than the target's, or one that the target adds is missing.</summary>
    public required bool IsBehind { get; init; }

    /// <summary>Packages that are to be installed.</summary>
    public ImmutableArray<PackagePin> Pins =>
        [.. Packages.Where(IsOutdated).Select(package => new PackagePin(package.Name, package.Candidate!.Value)), .. Missing];

    /// <summary>Nothing of it was installed since the node's APT source was switched.</summary>
    public required bool IsUntouched { get; init; }

    /// <summary>Services that run code from before the last unpack.</summary>
    public ImmutableArray<UnitState> OldCode =>
        [.. Units.Concat(ExtraUnits).Where(unit => unit.IsActive && unit.StartedAt is { } started && started < Packages.Max(package => package.UnpackedAt))];

    /// <summary>Services that ought to run and do not.</summary>
    public ImmutableArray<UnitState> Down => [.. Units.Where(unit => unit.Hold is null && unit.IsEnabled && unit.LoadState == "loaded" && !unit.IsActive)];

    public bool HasHolds => Units.Any(unit => unit.Hold is not null);

    public bool IsBroken => Packages.Any(package => !package.IsConfigured);

    public ImmutableArray<string> UnitNames => [.. Units.Select(unit => unit.Name)];

    public string Version => Newest(package => package.Installed.Value);

    public string Candidate => Newest(package => package.Candidate?.Value ?? "");

    public bool IsAtTarget => !IsBehind && !IsBroken && !HasHolds && Drains.IsEmpty && OldCode.IsEmpty && Down.IsEmpty;

    /// <summary>Something was begun here that must be brought to an end.</summary>
    public bool IsBegun => !IsAtTarget && (HasHolds || !Drains.IsEmpty || IsBroken || !IsBehind || !IsUntouched);

    /// <summary>It is being taken down on every node; none may start it before it is granted its upgrade.</summary>
    public bool IsHalting { get; init; }

    /// <summary>Down as it was asked to be: new packages, and nothing of it runs nor can start.</summary>
    public bool IsHalted => IsHalting && !IsBehind && !IsBroken && Units.All(unit => unit.Hold is not null && unit.IsStopped);

    /// <summary>Nothing of it runs the old code, nor is it on its way: out of rotation for its final restart it is at the target still.</summary>
    public ComponentState State => IsHalted ? ComponentState.Halted
        : IsAtTarget || (IsRestartGranted && !IsBehind && !IsBroken && !HasHolds && OldCode.IsEmpty) ? ComponentState.AtTarget
        : IsBegun ? ComponentState.InWork : ComponentState.Behind;

    private static bool IsOutdated(PackageState package) => package.Candidate is { } candidate && package.Installed < candidate;

    private string Newest(Func<PackageState, string> version) =>
        Packages.Select(package => new Versions.DebianVersion(version(package))).Max().Value;
}
