using System.Collections.Immutable;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Names nodes that are at something, with their steps, for messages.</summary>
internal static class BusyNodes
{
    public static string Names(ImmutableArray<NodeSlot> slots) => Names(slots, slot => slot.Status?.Step is not null);

    public static string Names(ImmutableArray<NodeSlot> slots, Func<NodeSlot, bool> isBusy)
    {
        var busy = slots.Where(isBusy).Select(slot => slot.Status?.Step is { } step
            ? $"{slot.Name} ({(step.Component.Length == 0 ? step.Name : $"{step.Name} {step.Component}")})"
            : slot.Name).ToImmutableArray();
        return busy.IsEmpty ? "granting" : UpgradeAdmission.Names(busy);
    }
}
