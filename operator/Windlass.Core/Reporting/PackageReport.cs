using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Reporting;

/// <summary>Says of a component's packages what is installed and, once APT knows, what will be.</summary>
internal static class PackageReport
{
    /// <summary>What is as it was stays the very same array: every look at every node asks.</summary>
    public static ImmutableArray<PackageStatus> Of(NodeView view, ComponentFacts facts, ImmutableArray<PackageStatus> before)
    {
        var isSwitched = ComponentInspection.IsSwitched(view);
        var added = isSwitched ? facts.Missing : Announced(view, facts);
        return IsAsBefore(view, facts, added, before, isSwitched) ? before :
        [
            .. facts.Packages.Select(package => new PackageStatus { Name = package.Name, Version = package.Installed.Value, Target = Target(view, package, isSwitched) }),
            .. added.Select(pin => new PackageStatus { Name = pin.Name, Target = pin.Version.Value }),
        ];
    }

    /// <summary>What the node's own lists say once they are the target's; before, what APT said when it was asked about it.</summary>
    private static string Target(NodeView view, PackageState package, bool isSwitched)
    {
        if (isSwitched)
        {
            return package.Candidate?.Value ?? "";
        }

        return view.Resolution is { } resolution && resolution.Candidates.TryGetValue(package.Name, out var version) ? version.Value : "";
    }

    private static ImmutableArray<PackagePin> Announced(NodeView view, ComponentFacts facts) => facts.Component.NewPackages.IsEmpty || view.Resolution is not { } resolution
        ? []
        :
        [
            .. facts.Component.NewPackages
                .Where(added => facts.Packages.Any(package => package.Name == added.Beside) && facts.Packages.All(package => package.Name != added.Package)
                    && resolution.Candidates.ContainsKey(added.Package))
                .Select(added => new PackagePin(added.Package, resolution.Candidates[added.Package])),
        ];

    private static bool IsAsBefore(NodeView view, ComponentFacts facts, ImmutableArray<PackagePin> added, ImmutableArray<PackageStatus> before, bool isSwitched)
    {
        if (!added.IsEmpty || before.Length != facts.Packages.Length)
        {
            return false;
        }

        for (var i = 0; i < before.Length; i++)
        {
            var (package, told) = (facts.Packages[i], before[i]);
            if (told.Name != package.Name || told.Version != package.Installed.Value || told.Target != Target(view, package, isSwitched))
            {
                return false;
            }
        }

        return true;
    }
}
