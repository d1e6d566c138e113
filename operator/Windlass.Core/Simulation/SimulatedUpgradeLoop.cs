using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Simulation;

/// <summary>The upgrade loop over simulated objects: look, decide, write grants, write status.</summary>
internal sealed class SimulatedUpgradeLoop(SimulatedCluster cluster) : SimulatedActor
{
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UndisturbedRecheck = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WatchDelay = TimeSpan.FromMilliseconds(50);

    private DateTimeOffset _due = cluster.Start;
    private int? _nothingNewAt;
    private int _lag = cluster.NextLag();
    private DateTimeOffset _decidedAt;
    private DateTimeOffset _standsUntil;

    public override DateTimeOffset? Due => cluster.Objects.IsReleased ? null : _due;

    /// <summary>Time alone changes nothing yet; a clock that was set back may.</summary>
    private bool Stands => cluster.OperatorNow >= _decidedAt && cluster.OperatorNow < _standsUntil;

    /// <summary>Something it watches has changed.</summary>
    public void Wake() => _due = cluster.Now + WatchDelay < _due ? cluster.Now + WatchDelay : _due;

    /// <summary>Its operator is gone; the next one begins after a while.</summary>
    public void Restart(TimeSpan after) => (_due, _nothingNewAt) = (cluster.Now + after, null);

    public override bool PassOver()
    {
        if (_nothingNewAt is not { } before || before != cluster.Objects.SightVersion || cluster.Objects.HasNews(_lag) || !Stands)
        {
            return false;
        }

        (_due, _lag) = (cluster.Now + Recheck, cluster.NextLag());
        return true;
    }

    public override void Act()
    {
        _due = cluster.Now + Recheck;
        var view = cluster.Objects.View(_lag) with { GateReadings = [.. cluster.Gates.Readings.Values], AreGatesOpen = cluster.IsUndisturbed };
        _lag = cluster.NextLag();
        cluster.UpgradeDecisions++;
        var outcome = UpgradePlanner.Decide(view, cluster.OperatorNow);
        outcome = cluster.Sabotage?.Worsen(view, outcome) ?? outcome;
        cluster.AskGates(outcome.DueGates);
        var (events, version) = (cluster.Events.Count, cluster.Objects.SightVersion);
        cluster.Objects.ApplyPlans(outcome);
        if (!Apply(view, outcome))
        {
            // What was written stands; the rest is decided anew.
            (_due, _nothingNewAt) = (cluster.Now + WatchDelay, null);
            return;
        }

        TellConditions(view.Upgrade.Status, outcome.Status);
        cluster.Objects.ApplyStatus(outcome.Status);
        if (outcome.IsReleasable)
        {
            cluster.Objects.Release();
            cluster.Tell("upgrade", SimulationEventKind.Condition, "gone: its finalizer is off");
        }

        _nothingNewAt = events == cluster.Events.Count && version == cluster.Objects.SightVersion ? version : null;
        (_decidedAt, _standsUntil) = (cluster.OperatorNow, StandsUntil(view, outcome));
        if (cluster.IsUndisturbed)
        {
            _due = NextLook(view);
        }
    }

    /// <returns>The API took every order.</returns>
    private bool Apply(UpgradeView view, UpgradeOutcome outcome)
    {
        for (var i = 0; i < outcome.Orders.Length; i++)
        {
            var order = outcome.Orders[i];
            if (i < view.Orders.Length && ReferenceEquals(view.Orders[i].Spec, order))
            {
                continue;
            }

            var before = cluster.Objects.Order(order.NodeName)?.Spec;
            if (!ReferenceEquals(before, order) && cluster.Objects.IsRefused())
            {
                return false;
            }

            if (cluster.Objects.Apply(order))
            {
                TellGrants(before, order);
                cluster.WakeNode(order.NodeName);
            }
        }

        return true;
    }

    /// <summary>When it is looked at again in a run that nobody disturbs: now and then, though nothing should have changed.</summary>
    private DateTimeOffset NextLook(UpgradeView view)
    {
        var (standard, settled) = (cluster.Now + UndisturbedRecheck, NextSettled(view));
        return settled < standard ? settled : standard;
    }

    /// <summary>The next moment at which time alone lets another node begin.</summary>
    private DateTimeOffset NextSettled(UpgradeView view)
    {
        var (next, standard) = (DateTimeOffset.MaxValue, new SatelliteStrategy());
        foreach (var order in view.Orders)
        {
            if (LastDone(order) is not { } done)
            {
                continue;
            }

            var policy = view.Upgrade.Spec.Strategy.Satellites.GetValueOrDefault(order.Spec.Role) ?? standard;
            next = Earlier(next, done.AddSeconds(policy.SettleSeconds));
            next = policy.Canary is { } canary ? Earlier(next, done.AddSeconds(canary.SoakSeconds)) : next;
            next = view.Upgrade.Spec.Strategy.CanaryRole is { } first && first.Role == order.Spec.Role ? Earlier(next, done.AddSeconds(first.SoakSeconds)) : next;
        }

        return next;
    }

    private DateTimeOffset Earlier(DateTimeOffset next, DateTimeOffset settled) => settled > cluster.OperatorNow && settled < next ? settled : next;

    private static DateTimeOffset? LastDone(NodeUpgrade order)
    {
        var last = order.Status?.LastVisitTime;
        foreach (var component in order.Status?.Components ?? [])
        {
            last = component.DoneTime is { } done && !(done <= last) ? done : last;
        }

        return last;
    }

    /// <summary>Until when the same sight makes the same decision.</summary>
    private DateTimeOffset StandsUntil(UpgradeView view, UpgradeOutcome outcome)
    {
        var spec = view.Upgrade.Spec;
        var isTimed = !spec.MaintenanceWindows.IsEmpty || spec.PauseRequests.Any(request => request.Until is not null) || !outcome.DueGates.IsEmpty || !outcome.Status.Gates.IsEmpty;
        return isTimed ? cluster.OperatorNow : NextSettled(view);
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
        if (cluster.IsUndisturbed)
        {
            return;
        }

        var old = before?.Conditions ?? [];
        foreach (var condition in after.Conditions)
        {
            if (Find(old, condition.Type) is not { } was || was.Status != condition.Status || was.Reason != condition.Reason)
            {
                cluster.Tell("upgrade", SimulationEventKind.Condition, $"{condition.Type}={condition.Status} {condition.Reason}: {condition.Message}");
            }
        }

        foreach (var gone in old.Where(condition => Find(after.Conditions, condition.Type) is null).Select(condition => condition.Type).Order(StringComparer.Ordinal))
        {
            cluster.Tell("upgrade", SimulationEventKind.Condition, $"{gone} is gone");
        }
    }

    private static Condition? Find(ImmutableArray<Condition> conditions, string type)
    {
        foreach (var condition in conditions)
        {
            if (condition.Type == type)
            {
                return condition;
            }
        }

        return null;
    }
}
