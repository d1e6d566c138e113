using System.Globalization;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>
/// Rule 3 when nodes are stalled: with more of them than the failure budget puts up with, no other satellite is begun; and while one that serves a
/// component is stalled, no other component is begun. By what the upgrade loop had seen when it decided.
/// </summary>
internal sealed class StallRules(SimulatedCluster cluster, Scenario scenario)
{
    private readonly HashSet<(string Node, WorkKind Work)> _satellites = [];
    private readonly HashSet<string> _components = [];
    private int _seen = -1;

    public string? Broken()
    {
        if (cluster.Objects.Version == _seen)
        {
            return null;
        }

        _seen = cluster.Objects.Version;
        string? broken = null;
        foreach (var order in cluster.Objects.Orders)
        {
            foreach (var grant in order.Spec.Grants)
            {
                broken = (order.Spec.Role == "controller" ? NextComponent(grant) : NextSatellite(order.Spec.NodeName, grant)) ?? broken;
            }
        }

        return broken;
    }

    private string? NextSatellite(string node, Grant grant)
    {
        var isVisit = grant.Work is WorkKind.Configure or WorkKind.Reboot || (grant.Work == WorkKind.Upgrade && !cluster.IsStoppedTogether(grant.Component));
        if (!isVisit || !_satellites.Add((node, grant.Work)))
        {
            return null;
        }

        var stalled = Stalled(role: "");
        return stalled.Length <= Allowed ? null : $"rule 3: the budget is {scenario.Budget}, {string.Join(", ", stalled)} stalled, and {node} is begun";
    }

    private string? NextComponent(Grant grant)
    {
        if (grant.Work is not (WorkKind.Upgrade or WorkKind.Halt) || !_components.Add(grant.Component))
        {
            return null;
        }

        var stalled = Stalled("controller");
        return stalled.Length == 0 ? null : $"rule 3: server {string.Join(", ", stalled)} is stalled, and {grant.Component} is begun";
    }

    private int Allowed => scenario.Budget.EndsWith('%')
        ? cluster.Nodes.Length * int.Parse(scenario.Budget[..^1], CultureInfo.InvariantCulture) / 100
        : int.Parse(scenario.Budget, CultureInfo.InvariantCulture);

    private string[] Stalled(string role) =>
    [
        .. cluster.Nodes.Where(node => (role.Length == 0 || node.Spec.Roles[0] == role)
            && cluster.Objects.Seen(node.Name.Value).IsStalled()).Select(node => node.Name.Value),
    ];
}
