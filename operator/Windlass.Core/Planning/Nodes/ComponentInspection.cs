using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Sorts an observation by component.</summary>
internal static class ComponentInspection
{
    /// <summary>Components of the release that are installed on the node and not skipped, in the release's order.</summary>
    public static ImmutableArray<ComponentFacts> Inspect(NodeView view)
    {
        ImmutableArray<PackageState> installed = [.. view.Observation.Packages.Values];
        ImmutableArray<UnitState> units = [.. view.Observation.Units.Values];
        var found = ImmutableArray.CreateBuilder<ComponentFacts>(view.Release.Components.Length);
        foreach (var component in view.Release.Components)
        {
            if (!view.SkipComponents.Contains(component.Name) && Inspect(view, component, PackagesOf(component, installed), units) is { } facts)
            {
                found.Add(facts);
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>The node's APT source is the target release's, and its package lists are newer than that source.</summary>
    public static bool IsSwitched(NodeView view) =>
        view.Observation.Packaging.IndexedAt is not null
        && view.Observation.Packaging.RepositoryDigest is { } digest
        && digest == RepositoryDigest.Of(view.Release.Repository.Content);

    private static ImmutableArray<PackageState> PackagesOf(ReleaseComponent component, ImmutableArray<PackageState> installed)
    {
        var found = ImmutableArray.CreateBuilder<PackageState>();
        foreach (var package in installed)
        {
            if (component.SourcePackages.Contains(package.Source))
            {
                found.Add(package);
            }
        }

        return found.DrainToImmutable();
    }

    private static ComponentFacts? Inspect(NodeView view, ReleaseComponent component, ImmutableArray<PackageState> packages, ImmutableArray<UnitState> units)
    {
        if (packages.IsEmpty)
        {
            return null;
        }

        if (component.Schema is { Edges.IsEmpty: false } schema)
        {
            component = component with { Schema = schema.From([.. view.Order.FromRelease.Split(',', StringSplitOptions.TrimEntries)]) };
        }

        var missing = Missing(view, component, packages);
        var backends = component.ControlPlane is { } plane && view.Spec.Roles.Contains(plane.Role) ? plane.Backends : [];
        var facts = new ComponentFacts
        {
            Component = component,
            Packages = packages,
            Units = Units(units, component, packages),
            Backends = backends,
            Drains = view.Drains.IsEmpty || backends.IsEmpty ? [] : [.. view.Drains.Where(drain => backends.Contains(drain.Backend))],
            SchemaDone = [],
            ExtraUnits = component.ExtraUnits.IsEmpty ? [] : [.. component.ExtraUnits.Select(UnitNames.WithSuffix).Where(view.Observation.Units.ContainsKey).Select(name => view.Observation.Units[name])],
            Missing = missing,
            IsBehind = IsBehind(view, packages) || !missing.IsEmpty,
            IsUntouched = IsUntouched(view, packages),
        };
        var isRestartGranted = view.Order.IsGranted(WorkKind.FinalRestart, component.Name);
        return facts with
        {
            SchemaDone = SchemaSteps.Done(view, facts),
            IsHalting = view.Order.IsGranted(WorkKind.Halt, component.Name) && !view.Order.IsGranted(WorkKind.Upgrade, component.Name),
            IsLastVisit = view.Order.IsVisited,
            IsRestartGranted = isRestartGranted,
            IsRestartDue = isRestartGranted && !StepTries.HasSucceeded(view, ComponentWork.FinalRestart(facts)),
        };
    }

    /// <summary>Before the source is switched a candidate says nothing about the target; the recognised release does.</summary>
    private static bool IsBehind(NodeView view, ImmutableArray<PackageState> packages) => IsSwitched(view)
        ? packages.Any(package => package.Candidate is { } candidate && package.Installed < candidate)
        : view.RecognisedRelease != view.Order.TargetRelease;

    /// <summary>Once the source is switched, what the release splits off packages that this node has. Without a candidate there is nothing to install.</summary>
    private static ImmutableArray<PackagePin> Missing(NodeView view, ReleaseComponent component, ImmutableArray<PackageState> packages) => component.NewPackages.IsEmpty || !IsSwitched(view)
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

    private static ImmutableArray<UnitState> Units(ImmutableArray<UnitState> units, ReleaseComponent component, ImmutableArray<PackageState> packages)
    {
        var found = ImmutableArray.CreateBuilder<UnitState>();
        foreach (var unit in units)
        {
            if (unit.Package is { } package && Contains(packages, package) && unit.LoadState is not ("not-found" or "masked"))
            {
                found.Add(unit);
            }
        }

        return found.Count <= 1
            ? found.DrainToImmutable()
            : [.. found.OrderBy(unit => Stage(component, unit.Name)).ThenBy(unit => unit.Name, StringComparer.Ordinal)];
    }

    private static bool Contains(ImmutableArray<PackageState> packages, string name)
    {
        foreach (var package in packages)
        {
            if (package.Name == name)
            {
                return true;
            }
        }

        return false;
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
