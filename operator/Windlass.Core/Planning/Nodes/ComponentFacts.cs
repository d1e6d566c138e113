using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;

namespace Windlass.Core.Planning.Nodes;

/// <summary>What an observation says about one component on one node.</summary>
/// <remarks>What is derived from packages and units alone is kept once it was asked for: a look asks often.</remarks>
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

    /// <summary>The node's last visit is granted: out of rotation for it, the component is at the target still.</summary>
    public bool IsLastVisit { get; init; }

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
    public ImmutableArray<UnitState> OldCode => field.IsDefault ? field = FindOldCode() : field;

    /// <summary>Services that ought to run and do not.</summary>
    public ImmutableArray<UnitState> Down => field.IsDefault
        ? field = [.. Units.Where(unit => unit.Hold is null && unit.IsEnabled && unit.LoadState == "loaded" && !unit.IsActive)]
        : field;

    public bool HasHolds => Any(Units, unit => unit.Hold is not null);

    public bool IsBroken => Any(Packages, package => !package.IsConfigured);

    public ImmutableArray<string> UnitNames => field.IsDefault ? field = [.. Units.Select(unit => unit.Name)] : field;

    public string Version => field ??= Newest(package => package.Installed);

    public string Candidate => field ??= Newest(package => package.Candidate ?? new DebianVersion(""));

    public bool IsAtTarget => !IsBehind && !IsBroken && !HasHolds && Drains.IsEmpty && OldCode.IsEmpty && Down.IsEmpty;

    /// <summary>Something was begun here that must be brought to an end.</summary>
    public bool IsBegun => !IsAtTarget && (HasHolds || !Drains.IsEmpty || IsBroken || !IsBehind || !IsUntouched);

    /// <summary>It is being taken down, and may not be started before it is granted its upgrade.</summary>
    public bool IsHalting { get; init; }

    /// <summary>It is down on every node while its schema moves, not on one node after the other.</summary>
    public bool IsStoppedTogether => Component.Schema is { Window: SchemaWindowKind.AllStopped };

    /// <summary>Down as it was asked to be: new packages, and nothing of it runs nor can start.</summary>
    public bool IsHalted => IsHalting && !IsBehind && !IsBroken && Units.All(unit => unit.Hold is not null && unit.IsStopped);

    /// <summary>Nothing of it runs the old code, nor is it on its way: out of rotation for its final restart or the node's last visit it is at the target still.</summary>
    public ComponentState State => IsHalted ? ComponentState.Halted
        : IsAtTarget || ((IsRestartGranted || IsLastVisit) && !IsBehind && !IsBroken && !HasHolds && OldCode.IsEmpty) ? ComponentState.AtTarget
        : IsBegun ? ComponentState.InWork : ComponentState.Behind;

    private static bool IsOutdated(PackageState package) => package.Candidate is { } candidate && package.Installed < candidate;

    /// <summary>Asked of every component of every node on every look: the loop costs no allocation.</summary>
    private static bool Any<T>(ImmutableArray<T> items, Func<T, bool> isSuch)
    {
        foreach (var item in items)
        {
            if (isSuch(item))
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<UnitState> FindOldCode()
    {
        var unpacked = DateTimeOffset.MinValue;
        foreach (var package in Packages)
        {
            unpacked = package.UnpackedAt > unpacked ? package.UnpackedAt : unpacked;
        }

        bool IsOld(UnitState unit) => unit.IsActive && unit.StartedAt is { } started && started < unpacked;
        return Any(Units, IsOld) || Any(ExtraUnits, IsOld) ? [.. Units.Concat(ExtraUnits).Where(IsOld)] : [];
    }

    private string Newest(Func<PackageState, DebianVersion> version)
    {
        var newest = version(Packages[0]);
        foreach (var package in Packages)
        {
            newest = version(package) > newest ? version(package) : newest;
        }

        return newest.Value;
    }
}
