using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;

namespace Windlass.Core.Planning;

/// <summary>Sorts an observation by component.</summary>
internal static class ComponentInspection
{
    /// <summary>Components of the release that are installed on the node and not skipped, in the release's order.</summary>
    public static ImmutableArray<ComponentFacts> Inspect(NodeView view) =>
    [
        .. view.Release.Components
            .Where(component => !view.SkipComponents.Contains(component.Name))
            .Select(component => Inspect(view, component))
            .OfType<ComponentFacts>(),
    ];

    /// <summary>The node's APT source is the target release's, and its package lists are newer than that source.</summary>
    public static bool IsSwitched(NodeView view) =>
        view.Observation.Packaging.RepositoryDigest == RepositoryDigest.Of(view.Release.Repository.Content)
        && view.Observation.Packaging.IndexedAt is not null;

    private static ComponentFacts? Inspect(NodeView view, ReleaseComponent component)
    {
        var packages = view.Observation.Packages.Values.Where(package => component.SourcePackages.Contains(package.Source)).ToImmutableArray();
        if (packages.IsEmpty)
        {
            return null;
        }

        component = component with { Schema = component.Schema?.From([.. view.Order.FromRelease.Split(',', StringSplitOptions.TrimEntries)]) };
        var missing = Missing(view, component, packages);
        var backends = component.ControlPlane is { } plane && view.Spec.Roles.Contains(plane.Role) ? plane.Backends : [];
        var facts = new ComponentFacts
        {
            Component = component,
            Packages = packages,
            Units = Units(view.Observation, component, packages),
            Backends = backends,
            Drains = [.. view.Drains.Where(drain => backends.Contains(drain.Backend))],
            SchemaDone = [],
            ExtraUnits = [.. component.ExtraUnits.Select(UnitNames.WithSuffix).Where(view.Observation.Units.ContainsKey).Select(name => view.Observation.Units[name])],
            Missing = missing,
            IsBehind = IsBehind(view, packages) || !missing.IsEmpty,
            IsUntouched = IsUntouched(view, packages),
        };
        var isRestartGranted = view.Order.IsGranted(WorkKind.FinalRestart, component.Name);
        return facts with
        {
            SchemaDone = SchemaSteps.Done(view, facts),
            IsHalting = view.Order.IsGranted(WorkKind.Halt, component.Name) && !view.Order.IsGranted(WorkKind.Upgrade, component.Name),
            IsRestartGranted = isRestartGranted,
            IsRestartDue = isRestartGranted && !Steps.HasSucceeded(view, ComponentWork.FinalRestart(facts)),
        };
    }

    /// <summary>Before the source is switched a candidate says nothing about the target; the recognised release does.</summary>
    private static bool IsBehind(NodeView view, ImmutableArray<PackageState> packages) => IsSwitched(view)
        ? packages.Any(package => package.Candidate is { } candidate && package.Installed < candidate)
        : view.RecognisedRelease != view.Order.TargetRelease;

    /// <summary>Once the source is switched, what the release splits off packages that this node has. Without a candidate there is nothing to install.</summary>
    private static ImmutableArray<PackagePin> Missing(NodeView view, ReleaseComponent component, ImmutableArray<PackageState> packages) => !IsSwitched(view)
        ? []
        :
        [
            .. component.NewPackages
                .Where(added => packages.Any(package => package.Name == added.Beside))
                .Select(added => view.Observation.Offers.GetValueOrDefault(added.Package))
                .OfType<OfferedPackage>()
                .Select(offer => new PackagePin(offer.Name, offer.Candidate)),
        ];

    /// <summary>
    /// By time, not by version: before the switch every package looks current, and a package that the release did not change looks
    /// current for ever. Both are the node's own clock.
    /// </summary>
    private static bool IsUntouched(NodeView view, ImmutableArray<PackageState> packages) =>
        !IsSwitched(view) || packages.All(package => package.UnpackedAt <= view.Observation.Packaging.IndexedAt);

    private static ImmutableArray<UnitState> Units(NodeObservation observation, ReleaseComponent component, ImmutableArray<PackageState> packages)
    {
        var names = packages.Select(package => package.Name).ToImmutableHashSet();
        return
        [
            .. observation.Units.Values
                .Where(unit => unit.Package is { } package && names.Contains(package) && unit.LoadState is not ("not-found" or "masked"))
                .OrderBy(unit => Stage(component, unit.Name))
                .ThenBy(unit => unit.Name, StringComparer.Ordinal),
        ];
    }

    private static int Stage(ReleaseComponent component, string unit)
    {
        for (var i = 0; i < component.Stages.Length; i++)
        {
            if (component.Stages[i].Units.Any(name => UnitNames.WithSuffix(name) == unit))
            {
                return i;
            }
        }

        return component.Stages.Length;
    }
}
