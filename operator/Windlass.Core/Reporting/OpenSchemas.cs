using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>Components between two schemas: from their expand until their last node runs the new code.</summary>
internal static class OpenSchemas
{
    /// <summary>The same as windows in time; what is as it was stays the same object.</summary>
    public static ImmutableArray<SchemaWindow> Windows(UpgradeView view, ImmutableArray<NodeSlot> slots, DateTimeOffset now) =>
    [
        .. In(slots).Select(name =>
        {
            var window = view.Upgrade.Status?.OpenSchemaWindows.FirstOrDefault(window => window.Component == name) ?? new SchemaWindow { Component = name, Since = now };
            var isTooLong = now - window.Since > SchemaWindow.Limit && AreServersBehind(view, slots, name);
            return window.IsTooLong == isTooLong ? window : window with { IsTooLong = isTooLong };
        }),
    ];

    /// <summary>Agents on satellites may wait, as upstream has it; servers beside a schema that is not theirs may not.</summary>
    private static bool AreServersBehind(UpgradeView view, ImmutableArray<NodeSlot> slots, string name)
    {
        var components = UpgradeAdmission.Find(view, view.Upgrade.Spec.TargetRelease)?.Spec.Components ?? [];
        return slots.Any(slot => slot.IsBehind(name) && IsServedBy(components, slot, name));
    }

    /// <summary>The node has the role that serves the component.</summary>
    public static bool IsServedBy(ImmutableArray<ReleaseComponent> components, NodeSlot slot, string name)
    {
        foreach (var component in components)
        {
            if (component.Name == name)
            {
                return component.ControlPlane is { } plane && slot.Spec.Roles.Contains(plane.Role);
            }
        }

        return false;
    }

    /// <summary>Names in a fixed order, found in one walk over all nodes.</summary>
    public static ImmutableArray<string> In(ImmutableArray<NodeSlot> slots)
    {
        if (!slots.Any(static slot => slot.HasMovedSchema))
        {
            return [];
        }

        var (moved, behind) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var slot in slots.Where(slot => slot.HasMovedSchema || !slot.IsAtTarget))
        {
            foreach (var component in slot.Components)
            {
                if (component.Schema.Contains(SchemaPhase.Expand))
                {
                    moved.Add(component.Name);
                }

                if (component.State != ComponentState.AtTarget)
                {
                    behind.Add(component.Name);
                }
            }
        }

        return [.. moved.Where(behind.Contains).Order(StringComparer.Ordinal)];
    }
}
