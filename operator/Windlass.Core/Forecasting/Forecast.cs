using System.Collections.Immutable;

namespace Windlass.Core.Forecasting;

/// <summary>How an upgrade is expected to go, by a simulated run of the planners that would do it. All times are counted from its beginning.</summary>
public sealed record Forecast
{
    /// <summary>Nodes by role.</summary>
    public required ImmutableArray<RoleCount> Nodes { get; init; }

    /// <summary>From the first look to the last node; as far as it came when it is stopped.</summary>
    public required TimeSpan Makespan { get; init; }

    /// <summary>What it would wait for without end; null: it reaches its target.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>Stages in order.</summary>
    public required ImmutableArray<ForecastSpan> Phases { get; init; }

    /// <summary>Control plane of each component, in the order in which they begin.</summary>
    public required ImmutableArray<ForecastSpan> Components { get; init; }

    /// <summary>Satellites by role.</summary>
    public required ImmutableArray<ForecastRole> Roles { get; init; }

    /// <summary>What no run by the same rules can be done without, in order.</summary>
    public required ImmutableArray<CriticalPart> CriticalPath { get; init; }

    /// <summary>Time of the critical path: no run by the same rules and step times is shorter.</summary>
    public TimeSpan LowerBound => TimeSpan.FromTicks(CriticalPath.Sum(part => part.Takes.Ticks));

    /// <summary>Where users may notice something.</summary>
    public required ForecastRisks Risks { get; init; }

    /// <summary>Steps that were carried out.</summary>
    public required long Steps { get; init; }

    /// <summary>Passes of the upgrade planner.</summary>
    public required long UpgradeDecisions { get; init; }

    /// <summary>Decisions of the node planner.</summary>
    public required long NodeDecisions { get; init; }
}
