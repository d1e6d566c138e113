using System.Collections.Immutable;

namespace Windlass.Operator.Importing;

/// <summary>What came of turning an inventory into nodes. Closed: <see cref="Nodes"/> or <see cref="Unusable"/>.</summary>
internal abstract record ImportOutcome
{
    private ImportOutcome()
    {
    }

    /// <summary>Nodes.</summary>
    /// <param name="All">By name; at least one.</param>
    /// <param name="LeftOut">Hosts that became none, each with the reason.</param>
    public sealed record Nodes(ImmutableArray<ImportedNode> All, ImmutableArray<string> LeftOut) : ImportOutcome;

    /// <summary>Nothing is written.</summary>
    /// <param name="Problems">At least one.</param>
    public sealed record Unusable(ImmutableArray<InventoryProblem> Problems) : ImportOutcome;
}
