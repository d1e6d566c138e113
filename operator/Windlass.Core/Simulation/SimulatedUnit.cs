using Windlass.Core.Observation;

namespace Windlass.Core.Simulation;

/// <summary>A service of a simulated machine.</summary>
/// <param name="Name">Unit name with suffix.</param>
/// <param name="Package">Binary package that ships it; null: none that a release knows.</param>
public sealed record SimulatedUnit(string Name, string? Package)
{
    /// <summary>Starts at boot.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Runs.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>TCP port it listens on while it runs; 0: none.</summary>
    public int Port { get; init; }

    /// <summary>Our hold.</summary>
    public UnitHold? Hold { get; init; }

    /// <summary>When it last started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The same unit, running since then.</summary>
    /// <param name="now">The machine's time.</param>
    public SimulatedUnit Start(DateTimeOffset now) => this with { IsActive = true, StartedAt = now };
}
