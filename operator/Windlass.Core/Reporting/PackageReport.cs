using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Reporting;

/// <summary>Says of a component's packages what is installed and, once APT knows, what will be.</summary>
internal static class PackageReport
{
    /// <summary>What is as it was stays the very same array: every look at every node asks.</summary>
    public static ImmutableArray<PackageStatus> Of(NodeView view, ComponentFacts facts, ImmutableArray<PackageStatus> before)
    {
        var isKnown = ComponentInspection.IsSwitched(view);
        return IsAsBefore(facts, before, isKnown) ? before :
        [
            .. facts.Packages.Select(package => new PackageStatus { Name = package.Name, Version = package.Installed.Value, Target = Target(package, isKnown) }),
            .. facts.Missing.Select(pin => new PackageStatus { Name = pin.Name, Target = pin.Version.Value }),
        ];
    }

    private static string Target(PackageState package, bool isKnown) => isKnown ? package.Candidate?.Value ?? "" : "";

    private static bool IsAsBefore(ComponentFacts facts, ImmutableArray<PackageStatus> before, bool isKnown)
    {
        if (!facts.Missing.IsEmpty || before.Length != facts.Packages.Length)
        {
            return false;
        }

        for (var i = 0; i < before.Length; i++)
        {
            var (package, told) = (facts.Packages[i], before[i]);
            if (told.Name != package.Name || told.Version != package.Installed.Value || told.Target != Target(package, isKnown))
            {
                return false;
            }
        }

        return true;
    }
}
