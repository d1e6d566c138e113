using System.Collections.Immutable;

namespace Windlass.Core.Simulation;

/// <summary>How a simulated run goes.</summary>
public sealed record SimulationSettings
{
    /// <summary>Chooses who moves next among those that may, and how late the upgrade loop sees; null: always the first, never late.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Writes of node statuses that the upgrade loop may be behind, at most; 0: it sees everything at once.</summary>
    public int LongestLag { get; init; }

    /// <summary>What people and faults do.</summary>
    public ImmutableArray<Happening> Happenings { get; init; } = [];

    /// <summary>For tests of tests: planners that break a rule on purpose; null: the real ones.</summary>
    internal Sabotage? Sabotage { get; init; }
}
