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

    /// <summary>What steps take, and looks at nodes.</summary>
    public StepTimes Times { get; init; } = StepTimes.Lab;

    /// <summary>
    /// Nobody interferes: what would find everything as it was is not looked at again, and no transcript is kept. For foretelling runs of
    /// thousands of nodes; what is decided, and the time at which, is the same up to the polls that are saved.
    /// </summary>
    public bool IsUndisturbed { get; init; }

    /// <summary>Work orders keep what their nodes did (<c>status.timeline</c>); without it a run of thousands of nodes takes less memory. Nothing is decided by it.</summary>
    public bool KeepsTimelines { get; init; } = true;

    /// <summary>The upgrade loop is not woken by a report in which only what people read is new; it sees that when it looks next. False: by every report.</summary>
    public bool IsWokenByNewsOnly { get; init; }

    /// <summary>For tests of tests: planners that break a rule on purpose; null: the real ones.</summary>
    internal Sabotage? Sabotage { get; init; }
}
