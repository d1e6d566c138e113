using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>What people do to a simulated cluster.</summary>
internal static class People
{
    /// <summary>Takes a server out everywhere by hand.</summary>
    public static void DrainByPeople(this SimulatedCluster cluster, string backend, string server)
    {
        foreach (var instance in cluster.Balancers.Names)
        {
            cluster.Balancers[instance].SetState(new ServerRef(backend, server), AdminState.Drain);
        }
    }

    /// <summary>Stops a unit and disables it.</summary>
    public static void Disable(this SimulatedCluster cluster, string node, string unit)
    {
        var machine = cluster.Node(node).Machine;
        cluster.Node(node).Machine = machine.With([machine.Units[unit] with { IsEnabled = false, IsActive = false }]);
    }

    /// <summary>Approves the plan as the status names it now.</summary>
    public static void Approve(this SimulatedCluster cluster)
    {
        var upgrade = cluster.Objects.Upgrade;
        if (upgrade.Status?.PlanHash is { Length: > 0 } hash && hash != upgrade.Spec.Approval.PlanHash)
        {
            cluster.Objects.Declare(upgrade.Spec with { Approval = upgrade.Spec.Approval with { PlanHash = hash } });
        }
    }
}
