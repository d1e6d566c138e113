using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>What is on a node of certain roles, by what a release says of its components.</summary>
internal static class ImaginedMachine
{
    private const int PortWithoutProbe = 443;

    public static SimulatedMachine Of(ClusterReleaseSpec release, ClusterNodeSpec node, ImaginedVersions versions, DateTimeOffset start)
    {
        var machine = new SimulatedMachine().With(release.Quiesce.SelectMany(service => service.Units)
            .Select(unit => new SimulatedUnit(UnitNames.WithSuffix(unit), null) { StartedAt = start.AddHours(-1) }));
        foreach (var component in release.Components)
        {
            var units = Units(component, node).ToImmutableArray();
            if (!units.IsEmpty)
            {
                machine = machine
                    .With(versions.Packages(component, units.Select(unit => unit.Package).OfType<string>()).Select(package => package with { UnpackedAt = start.AddDays(-1) }))
                    .With(units.Select(unit => unit with { StartedAt = start.AddHours(-1) }));
            }
        }

        return machine.Packages.IsEmpty ? machine : machine with { Libraries = [Outlived(machine.Packages.Values.First())] };
    }

    /// <summary>Every release leaves something behind that only the one before it needed.</summary>
    private static SimulatedLibrary Outlived(SimulatedPackage by) => new("libraries", by.Name, by.Version);

    public static bool IsServer(ReleaseComponent component, ClusterNodeSpec node) => component.ControlPlane is { } plane && node.Roles.Contains(plane.Role);

    /// <summary>Port behind one of the backends.</summary>
    public static int PortOf(ComponentControlPlane plane, int backend) => backend < plane.Probes.Length ? plane.Probes[backend].Port : PortWithoutProbe;

    private static IEnumerable<SimulatedUnit> Units(ReleaseComponent component, ClusterNodeSpec node)
    {
        if (!IsServer(component, node))
        {
            return component.Satellites.Any(satellite => node.Roles.Contains(satellite.Role)) ? [Unit($"{component.Name}-agent")] : [];
        }

        var plane = component.ControlPlane!;
        var ports = plane.Probes.Select(probe => probe.Port).Concat(plane.Backends.Select((_, index) => PortOf(plane, index))).Distinct().ToImmutableArray();
        if (!component.ExtraUnits.IsEmpty)
        {
            return component.ExtraUnits.Select((unit, index) => new SimulatedUnit(UnitNames.WithSuffix(unit), null) { Port = index < ports.Length ? ports[index] : 0 });
        }

        var names = component.Stages.SelectMany(stage => stage.Units).Where(unit => !unit.EndsWith("agent", StringComparison.Ordinal)).Distinct().ToImmutableArray();
        var units = (names.IsEmpty ? [component.Name] : names).OrderByDescending(name => name == component.Name || name.Contains("-api", StringComparison.Ordinal)).ToImmutableArray();
        return units.Concat(ports.Skip(units.Length).Select(port => $"{component.Name}-{port}"))
            .Select((name, index) => Unit(name) with { Port = index < ports.Length ? ports[index] : 0 });
    }

    private static SimulatedUnit Unit(string name) => new(UnitNames.WithSuffix(name), name);
}
