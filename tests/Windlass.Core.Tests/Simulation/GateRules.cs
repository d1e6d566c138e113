using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 3 again: no satellite begins while the gate that it waits for was last read as shut, or was not read lately.</summary>
internal sealed class GateRules(SimulatedCluster cluster, Scenario scenario)
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromSeconds((2 * Scenario.GateSeconds) + 60);

    private readonly HashSet<(string Node, bool IsLastVisit)> _begun = [];

    public string? Broken()
    {
        if (!scenario.IsGated)
        {
            return null;
        }

        string? broken = null;
        foreach (var order in cluster.Objects.Orders.Where(order => order.Spec.Role == "compute"))
        {
            foreach (var begun in order.Spec.Grants.Where(grant => (grant.Work == WorkKind.Upgrade && !cluster.IsStoppedTogether(grant.Component)) || grant.Work is WorkKind.Configure or WorkKind.Reboot).Select(grant => grant.Work != WorkKind.Upgrade))
            {
                broken = _begun.Add((order.Spec.NodeName, begun)) && !IsOpen() ? $"rule 3: {order.Spec.NodeName} begins, and its gate is shut" : broken;
            }
        }

        return broken;
    }

    private bool IsOpen() => cluster.Gates.Readings.GetValueOrDefault(Scenario.Gate) is { IsOpen: true } reading
        && cluster.OperatorNow - reading.Time is var age && age >= TimeSpan.Zero && age <= LongestAge;
}
