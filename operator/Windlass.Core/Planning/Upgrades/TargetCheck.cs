using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Allowances;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Versions;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Whether APT would bring a node to the target as the run wants it: asked and judged before anything is changed.</summary>
public static class TargetCheck
{
    /// <summary>What to ask the node; null: nothing on it is behind.</summary>
    /// <param name="view">What is known of the node.</param>
    public static TargetQuestion? Question(NodeView view)
    {
        var components = ComponentInspection.Inspect(view);
        if (components.All(facts => !facts.IsBehind))
        {
            return null;
        }

        return new TargetQuestion(
            view.Release.Repository,
            [
                .. ReleaseGraph.Ordered(view.Release)
                    .Select(component => components.FirstOrDefault(facts => facts.Component.Name == component.Name))
                    .OfType<ComponentFacts>()
                    .Select(Asked),
            ],
            [
                .. view.Release.Components.SelectMany(component => component.SourcePackages)
                    .Concat(view.Release.HeldSourcePackages.Select(held => held.SourcePackage)).Distinct(),
            ])
        {
            Wanted = ReleaseAllowances.WantedOf(view, components),
            MigrationQuestions = view.Release.MigrationQuestions,
        };
    }

    /// <summary>What speaks against it, in sentences; empty: nothing, or nobody has asked.</summary>
    internal static ImmutableArray<string> Problems(NodeView view)
    {
        if (view.Resolution is not { } resolution)
        {
            return [];
        }

        return resolution.Failure is { } failure
            ? [$"{failure}. Look at spec.repository of the ClusterRelease, and at {view.Node}'s other APT sources"]
            :
            [
                .. WrongVersions(view, resolution),
                .. resolution.Installs.Where(install => install.Refusal is not null).Take(1)
                    .Select(install => $"APT on {view.Node} would not install {install.Component}: {install.Refusal}"),
                .. Removals(view, resolution),
                .. Moves(view, resolution),
            ];
    }

    /// <summary>A component's packages, as APT is asked about them.</summary>
    internal static TargetQuestion.Component Asked(ComponentFacts facts) => new(
        facts.Component.Name,
        [.. facts.Packages.Select(package => package.Name)],
        [.. facts.Component.NewPackages.Where(added => facts.Packages.Any(package => package.Name == added.Beside)).Select(added => added.Package)]);

    /// <summary>An archive that does not have the release would end the run at the old versions.</summary>
    private static IEnumerable<string> WrongVersions(NodeView view, TargetResolution resolution)
    {
        foreach (var rule in view.Release.Recognise)
        {
            if (view.Observation.Packages.ContainsKey(rule.Package) && resolution.Candidates.TryGetValue(rule.Package, out var candidate)
                && VersionRange.TryParse(rule.Version, out var range, out _) && !range.Contains(candidate))
            {
                yield return $"the archives offer {rule.Package} {candidate.Value}, which is not {view.Order.TargetRelease} ({rule.Version})";
            }
        }
    }

    private static IEnumerable<string> Removals(NodeView view, TargetResolution resolution) =>
        from install in resolution.Installs
        from package in install.Removed
        where !view.Release.RemovablePackages.Contains(package)
        group install.Component by package into removal
        select $"installing {removal.First()} on {view.Node} would remove {removal.Key}, which spec.removablePackages of the ClusterRelease does not allow";

    /// <summary>What belongs to this component or to one before it is on its way anyhow.</summary>
    private static IEnumerable<string> Moves(NodeView view, TargetResolution resolution)
    {
        var (told, own) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var install in resolution.Installs)
        {
            own.UnionWith(view.Release.Components.FirstOrDefault(component => component.Name == install.Component)?.SourcePackages ?? []);
            foreach (var package in install.Moved.Where(package => !own.Contains(package.Source) && told.Add(package.Name)))
            {
                yield return $"installing {install.Component} on {view.Node} would also change {package.Name}, {Why(view, package)}";
            }
        }
    }

    private static string Why(NodeView view, SimulatedInstall.Package package)
    {
        if (view.Release.Components.FirstOrDefault(component => component.SourcePackages.Contains(package.Source)) is { } other)
        {
            return view.SkipComponents.Contains(other.Name)
                ? $"but spec.skipComponents leaves {other.Name} alone"
                : $"before the turn of {other.Name}: in the ClusterRelease it must come before";
        }

        var reason = view.Release.HeldSourcePackages.FirstOrDefault(held => held.SourcePackage == package.Source)?.Reason ?? "";
        return $"which this release holds back ({reason}): upgrade it in a run of its own first";
    }
}
