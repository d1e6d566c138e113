using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>What is on a node no more as an upgrade left it: told, never repaired.</summary>
internal static class Drift
{
    private const int NamedPackages = 3;

    /// <summary>One sentence for each of the first twenty such nodes; empty: all is as it was left.</summary>
    public static ImmutableArray<string> In(ImmutableArray<NodeSlot> slots) =>
        [.. slots.Where(slot => slot.Status is not null && !slot.IsAtTarget).Take(UpgradeAdmission.NamedAtMost).Select(Of)];

    private static string Of(NodeSlot slot) => $"{slot.Name}: {string.Join(", ", slot.Components.Where(component => component.State != ComponentState.AtTarget).Select(Of))}";

    private static string Of(ComponentStatus component)
    {
        var packages = component.Packages.Where(package => package.Target.Length > 0 && package.Version != package.Target).ToImmutableArray();
        if (!packages.IsEmpty)
        {
            var named = packages.Take(NamedPackages).Select(package => $"{package.Name} {(package.Version.Length == 0 ? "is not installed" : $"is {package.Version}")}, not {package.Target}");
            return string.Join(", ", named) + (packages.Length > NamedPackages ? $" and {packages.Length - NamedPackages} packages more" : "");
        }

        return component.Down.IsEmpty
            ? $"{component.Name} is {component.State}"
            : $"{component.Name}: {UpgradeAdmission.Names(component.Down)} {(component.Down.Length == 1 ? "does" : "do")} not run";
    }
}
