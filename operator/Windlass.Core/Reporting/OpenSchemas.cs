using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>Components between two schemas: from their expand until their last node runs the new code.</summary>
internal static class OpenSchemas
{
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
