using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning;

namespace Windlass.Core.Simulation;

/// <summary>The upgrade loop over simulated objects: look, decide, write grants, write status.</summary>
internal sealed class SimulatedUpgradeLoop(SimulatedCluster cluster) : SimulatedActor
{
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WatchDelay = TimeSpan.FromMilliseconds(50);

    private DateTimeOffset _due = cluster.Start;

    public override DateTimeOffset? Due => cluster.Objects.IsReleased ? null : _due;

    /// <summary>Something it watches has changed.</summary>
    public void Wake() => _due = cluster.Now + WatchDelay < _due ? cluster.Now + WatchDelay : _due;

    /// <summary>Its operator is gone; the next one begins after a while.</summary>
    public void Restart(TimeSpan after) => _due = cluster.Now + after;

    public override void Act()
    {
        _due = cluster.Now + Recheck;
        var view = cluster.Objects.View(cluster.NextLag());
        var outcome = UpgradePlanner.Decide(view, cluster.Now);
        foreach (var order in outcome.Orders)
        {
            var before = cluster.Objects.Order(order.NodeName)?.Spec;
            if (cluster.Objects.Apply(order))
            {
                TellGrants(before, order);
                cluster.WakeNode(order.NodeName);
            }
        }

        TellConditions(view.Upgrade.Status, outcome.Status);
        cluster.Objects.ApplyStatus(outcome.Status);
        if (outcome.IsReleasable)
        {
            cluster.Objects.Release();
            cluster.Tell("upgrade", SimulationEventKind.Condition, "gone: its finalizer is off");
        }
    }

    private void TellGrants(NodeUpgradeSpec? before, NodeUpgradeSpec after)
    {
        var added = after.Grants.Except(before?.Grants ?? []).Select(grant => $"{grant.Work} {grant.Component}".Trim()).ToArray();
        if (added.Length > 0)
        {
            cluster.Tell(after.NodeName, SimulationEventKind.Granted, string.Join(", ", added));
        }

        if (after.Mode != (before?.Mode ?? WorkMode.Run))
        {
            cluster.Tell(after.NodeName, SimulationEventKind.Granted, $"mode {after.Mode}");
        }
    }

    private void TellConditions(ClusterUpgradeStatus? before, ClusterUpgradeStatus after)
    {
        var old = (before?.Conditions ?? []).ToDictionary(condition => condition.Type);
        foreach (var condition in after.Conditions)
        {
            if (!old.Remove(condition.Type, out var was) || was.Status != condition.Status || was.Reason != condition.Reason)
            {
                cluster.Tell("upgrade", SimulationEventKind.Condition, $"{condition.Type}={condition.Status} {condition.Reason}: {condition.Message}");
            }
        }

        foreach (var gone in old.Keys.Order(StringComparer.Ordinal))
        {
            cluster.Tell("upgrade", SimulationEventKind.Condition, $"{gone} is gone");
        }
    }
}
