using System.Collections.Immutable;

namespace Windlass.Core.Simulation;

/// <summary>Everything on a simulated machine that a step can change; immutable, so that any moment of a run can be kept and compared.</summary>
public sealed record SimulatedMachine
{
    /// <summary>Installed packages by name.</summary>
    public ImmutableSortedDictionary<string, SimulatedPackage> Packages { get; init; } = ImmutableSortedDictionary<string, SimulatedPackage>.Empty;

    /// <summary>Services by name.</summary>
    public ImmutableSortedDictionary<string, SimulatedUnit> Units { get; init; } = ImmutableSortedDictionary<string, SimulatedUnit>.Empty;

    /// <summary>Automatically installed packages of no component, as far as it matters what becomes of them.</summary>
    public ImmutableArray<SimulatedLibrary> Libraries { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Names of those that an upgrade left without use.</summary>
    public ImmutableArray<string> Unneeded => Libraries.IsEmpty
        ? []
        : [.. Libraries.Where(library => library.NeededBy.Length > 0 && Packages.GetValueOrDefault(library.NeededBy)?.Version != library.Version).Select(library => library.Name)];

    /// <summary>Digest of the release's sources file; null: it is not in place.</summary>
    public string? RepositoryDigest { get; init; }

    /// <summary>When the package lists were renewed with that file.</summary>
    public DateTimeOffset? IndexedAt { get; init; }

    /// <summary>Another program that holds dpkg's lock; null: it is free.</summary>
    public string? LockHolder { get; init; }

    /// <summary>It asks for a reboot.</summary>
    public bool IsRebootRequired { get; init; }

    /// <summary>What runs on it accepts no connection: new code that starts and never gets healthy.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>Does something listen on this port?</summary>
    /// <param name="port">TCP port.</param>
    public bool IsListening(int port)
    {
        foreach (var (_, unit) in Units)
        {
            if (unit.Port == port && unit.IsActive && !IsDeaf)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The machine with other packages.</summary>
    /// <param name="packages">Packages to take the place of those of the same name.</param>
    public SimulatedMachine With(IEnumerable<SimulatedPackage> packages) =>
        this with { Packages = Packages.SetItems(packages.Select(package => KeyValuePair.Create(package.Name, package))) };

    /// <summary>The machine with other units.</summary>
    /// <param name="units">Units to take the place of those of the same name.</param>
    public SimulatedMachine With(IEnumerable<SimulatedUnit> units) =>
        this with { Units = Units.SetItems(units.Select(unit => KeyValuePair.Create(unit.Name, unit))) };

    /// <summary>What can be compared between two runs: everything but times.</summary>
    public string Outline() => string.Join(
        "; ",
        [
            .. Packages.Values.Select(package => $"{package.Name} {package.Version}{(package.IsHeld ? " held" : "")}{(package.IsConfigured ? "" : " half-configured")}"),
            .. Units.Values.Select(unit => $"{unit.Name} {(unit.IsActive ? "runs" : "down")} {(unit.IsEnabled ? "enabled" : "disabled")}{(unit.Hold is null ? "" : " held by us")}"),
            .. Libraries.Select(library => library.Name),
            $"source {RepositoryDigest?[..8] ?? "old"}",
        ]);
}
