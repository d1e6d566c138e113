using System.Collections.Immutable;

namespace Windlass.Operator.Importing;

/// <summary>What came of reading an inventory. Closed: <see cref="Read"/> or <see cref="Unusable"/>.</summary>
internal abstract record InventoryReading
{
    private InventoryReading()
    {
    }

    /// <summary>It was understood.</summary>
    /// <param name="Hosts">Its machines, by name.</param>
    public sealed record Read(ImmutableArray<InventoryHost> Hosts) : InventoryReading;

    /// <summary>It was not; nothing of it is used.</summary>
    /// <param name="Problems">At least one.</param>
    public sealed record Unusable(ImmutableArray<InventoryProblem> Problems) : InventoryReading;
}
