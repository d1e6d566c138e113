using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Simulation;

/// <summary>How a simulated server is configured. Counts are HAProxy's defaults: two passes to come up, three failures to go down.</summary>
/// <param name="Server">Backend and server name.</param>
/// <param name="Address">Address it forwards to.</param>
/// <param name="Port">Port it forwards to.</param>
public sealed record SimulatedServer(ServerRef Server, string Address, int Port)
{
    /// <summary>Only used when no other is left.</summary>
    public bool IsBackup { get; init; }

    /// <summary>Has a health check.</summary>
    public bool IsChecked { get; init; } = true;

    /// <summary>Passes in a row that bring it up.</summary>
    public int Rise { get; init; } = 2;

    /// <summary>Failures in a row that take it down.</summary>
    public int Fall { get; init; } = 3;
}
