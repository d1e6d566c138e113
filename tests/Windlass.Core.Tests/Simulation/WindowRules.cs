using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 7 between two maintenance windows: who is told that the run waits for the next one finds no service down for it.</summary>
internal sealed class WindowRules(SimulatedCluster cluster)
{
    public string? Broken()
    {
        var windows = cluster.Objects.Upgrade.Spec.MaintenanceWindows;
        if (windows.IsEmpty || WindowClock.IsOpen(windows, cluster.OperatorNow) || cluster.Condition("Ready") is not { Reason: "WaitingForWindow" })
        {
            return null;
        }

        foreach (var node in cluster.Nodes)
        {
            foreach (var unit in node.Machine.Units.Values)
            {
                // Configuration management stays quiet from the first node to the last.
                if (unit is { Hold: not null, Package: not null })
                {
                    return $"rule 7: {unit.Name} on {node.Name} is held while the run waits for a window";
                }
            }
        }

        return null;
    }
}
