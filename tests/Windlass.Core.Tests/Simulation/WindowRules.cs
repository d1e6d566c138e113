using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>
/// Rule 7 between two maintenance windows: who is told that the run waits for the next one finds no service down for it; and no removal of packages is
/// granted then.
/// </summary>
internal sealed class WindowRules(SimulatedCluster cluster)
{
    private readonly HashSet<string> _finishing = new(StringComparer.Ordinal);

    public string? Broken()
    {
        var windows = cluster.Objects.Upgrade.Spec.MaintenanceWindows;
        var isShut = !windows.IsEmpty && !WindowClock.IsOpen(windows, cluster.OperatorNow);
        if (Removal(isShut) is { } removal)
        {
            return removal;
        }

        if (!isShut || cluster.Condition("Ready") is not { Reason: "WaitingForWindow" })
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

    private string? Removal(bool isShut)
    {
        if (cluster.Objects.Upgrade.Spec.Strategy.Autoremove == AutoremovePolicy.Never)
        {
            return null;
        }

        foreach (var order in cluster.Objects.Orders)
        {
            if (order.Spec.IsGranted(WorkKind.Finish) && _finishing.Add(order.Spec.NodeName) && isShut)
            {
                return $"no window is open, and {order.Spec.NodeName} is told to remove packages";
            }
        }

        return null;
    }
}
