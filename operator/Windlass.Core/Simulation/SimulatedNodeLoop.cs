using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;

namespace Windlass.Core.Simulation;

/// <summary>
/// The node loop over one simulated node: look and report in one event, act in a later one, follow a step over many. Everything
/// else may move in between, as it may between two calls of a real operator.
/// </summary>
internal sealed class SimulatedNodeLoop(SimulatedCluster cluster, SimulatedNode node) : SimulatedActor
{
    private static readonly TimeSpan QuickPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WatchDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UnreachableRecheck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitingRecheck = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LostRecheck = TimeSpan.FromSeconds(1);

    private readonly SimulatedSurvey _survey = new(cluster, node);

    private DateTimeOffset? _due;
    private PassInHand? _pass;
    private string _told = "";
    private TimeSpan _interval;
    private Sight? _nothingNewAt;
    private bool _isRefused;
    private DateTimeOffset _lookAgainAt;

    public override DateTimeOffset? Due => _due;

    public SimulatedNode Node => node;

    /// <summary>Its work order has changed.</summary>
    public void Wake()
    {
        if (_pass is null && (_due is not { } due || due > cluster.Now + WatchDelay))
        {
            _due = cluster.Now + WatchDelay;
        }
    }

    /// <summary>Its operator is gone; the next one knows nothing but what is on the node and in the API.</summary>
    public void Restart(TimeSpan after) => (_pass, _due, _told, _nothingNewAt) = (null, cluster.Now + after, "", null);

    public override bool PassOver()
    {
        if (_nothingNewAt is not { } before || cluster.OperatorNow >= _lookAgainAt || before != Present())
        {
            return false;
        }

        _due = cluster.Now + _interval;
        return true;
    }

    public override void Act()
    {
        (_nothingNewAt, _isRefused) = (null, false);
        if (_pass is { } pass)
        {
            Carry(pass);
        }
        else
        {
            Look();
        }
    }

    private void Look()
    {
        if (cluster.Objects.Order(node.Name.Value) is not { } order)
        {
            _due = null;
            return;
        }

        if (!node.IsReachable)
        {
            if (Write(NodeReport.Unreachable("ConnectTimeout", "does not answer", order, cluster.OperatorNow)))
            {
                Poll(UnreachableRecheck, DateTimeOffset.MaxValue);
            }

            return;
        }

        var view = _survey.View(order);
        cluster.NodeDecisions++;
        var plan = NodePlanner.Decide(view, cluster.OperatorNow);
        plan = cluster.Sabotage?.Worsen(view, plan) ?? plan;
        var checks = order.Spec.Grants.IsEmpty ? Preflight.Check(view, plan.Components) : Preflight.StillTold(order.Status);
        var status = NodeReport.Of(view, plan, checks, order.Status, order.Metadata.Generation ?? 0, cluster.OperatorNow);
        status = cluster.KeepsTimelines ? status : status with { Timeline = [] };
        if (plan.Decision is NodeDecision.Run { Step: NodeStep.Drain drain })
        {
            status = status with { Drains = NodeReport.DrainsOf(DrainClaims.Of(view, drain)) };
        }

        // What could not be written must not be done: it is looked at and decided anew.
        if (Write(status))
        {
            Decided(plan.Decision, view, status);
        }
    }

    private void Decided(NodeDecision decision, NodeView view, NodeUpgradeStatus status)
    {
        switch (decision)
        {
            case NodeDecision.Run run:
                _pass = new PassInHand(view with { Drains = NodeReport.RecordsOf(status) }, status, run, cluster.EventNumber, IsFollowing: false);
                _due = cluster.Now + TimeSpan.FromSeconds(cluster.Times.LookSeconds);
                TellOnce(SimulationEventKind.Step, () => $"{StepIds.TitleOf(run.Step)}{(run.Attempt > 1 ? $" (try {run.Attempt})" : "")}: {run.Message}");
                break;
            case NodeDecision.Wait wait:
                Poll(wait.Recheck, wait.Reason == WaitReason.RetryPending ? cluster.OperatorNow : Deadline(status, view.Order));
                TellOnce(SimulationEventKind.Waits, () => $"{wait.Reason}: {wait.Message}");
                break;
            case NodeDecision.Idle when cluster.IsUndisturbed:
                // Its order wakes it.
                _due = null;
                node.Rest();
                break;
            case NodeDecision.Idle:
                Poll(WaitingRecheck, DateTimeOffset.MaxValue);
                _told = "";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(decision));
        }
    }

    private void Carry(PassInHand pass)
    {
        var ours = pass.View.Drains;
        var before = Present();
        switch (pass.Run.Step)
        {
            case NodeStep.Drain:
                cluster.Balancers.Set(ours, AdminState.Drain, state => state == AdminState.Ready);
                Rotated(pass, ours, isDone: false);
                break;
            case NodeStep.Isolate:
                cluster.Balancers.Set(ours, AdminState.Maintenance, state => state != AdminState.Maintenance);
                if (pass.View.Order.ControlPlane.OnDrainTimeout == DrainTimeoutPolicy.CloseSessions)
                {
                    cluster.Balancers.CloseSessions(ours);
                }

                Rotated(pass, ours, isDone: false);
                break;
            case NodeStep.Restore restore:
                var mine = ours.Where(drain => restore.Backends.Contains(drain.Backend)).ToImmutableArray();
                var open = cluster.Balancers.Restore(mine);
                Rotated(pass, [.. ours.Where(drain => !mine.Contains(drain) || open.Contains(drain))], open.IsEmpty);
                break;
            case NodeStep.Command command:
                Advance(pass, command);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(pass));
        }

        if (before == Present() && !_isRefused)
        {
            // Done and seen again, it would be done again, and change nothing again.
            Poll(QuickPoll, Deadline(pass.Status, pass.View.Order));
        }
    }

    private void Rotated(PassInHand pass, ImmutableArray<DrainRecord> drains, bool isDone)
    {
        cluster.Acted = new SimulatedAct(node, pass.Run, pass.View.Order, pass.DecidedAt, IsBegun: true);
        var status = pass.Status with { Drains = NodeReport.DrainsOf(drains) };
        Settle(
            isDone ? status with { StepsRun = status.StepsRun + 1, LastProgressTime = cluster.OperatorNow } : status,
            cluster.IsUndisturbed ? cluster.Times.Of(pass.Run.Step, Role) : isDone ? TimeSpan.Zero : QuickPoll);
    }

    private void Advance(PassInHand pass, NodeStep.Command command)
    {
        if (!node.IsReachable)
        {
            (_pass, _due) = (null, cluster.Now + LostRecheck);
            return;
        }

        var wasRunning = node.Running;
        var entry = node.Advance(pass.Run.Id, command, pass.Run.Attempt, cluster.Now, TimeOf(command));
        cluster.Acted = new SimulatedAct(node, pass.Run, pass.View.Order, pass.DecidedAt, IsBegun: node.Running is not null && node.Running != wasRunning);
        if (entry.State == LedgerState.Running)
        {
            // A reload of HAProxy forgets the drain under the step.
            cluster.Balancers.Set(pass.View.Drains, AdminState.Maintenance, state => state == AdminState.Ready);
            _pass = pass with { IsFollowing = true };
            Poll(QuickPoll, DateTimeOffset.MaxValue);
            if (cluster.IsUndisturbed)
            {
                // A real operator is told by the node itself; half-second polls would tell it the same at ten times the cost.
                (_due, _nothingNewAt) = (node.Running!.EndsAt, null);
            }

            return;
        }

        var status = pass.Status with { StepsRun = pass.Status.StepsRun + 1 };
        Settle(
            entry is { State: LedgerState.Finished, ExitCode: 0 } || (command is NodeStep.Reboot && entry.State == LedgerState.InterruptedByReboot)
                ? status with { LastProgressTime = cluster.OperatorNow }
                : status with { LastFailure = new FailedCommand { Step = StepIds.KindOf(command), ExitCode = entry.ExitCode ?? -1, Time = cluster.OperatorNow } },
            TimeSpan.Zero);
    }

    private TimeSpan TimeOf(NodeStep.Command command) =>
        command is NodeStep.Install install && !node.HasInstalled && cluster.Objects.Upgrade.Spec.Strategy.Dependencies == DependencyPolicy.WithComponent
            ? cluster.Times.OfFirst(install, Role)
            : cluster.Times.Of(command, Role);

    private string Role => node.Spec.Roles.IsEmpty ? "" : node.Spec.Roles[0];

    private void Settle(NodeUpgradeStatus status, TimeSpan pause)
    {
        if (Write(status))
        {
            (_pass, _due) = (null, cluster.Now + pause);
        }
    }

    /// <summary>Looks again and again: in vain while nothing has changed and no deadline has passed.</summary>
    private void Poll(TimeSpan interval, DateTimeOffset deadline) =>
        (_due, _interval, _nothingNewAt, _lookAgainAt) = (cluster.Now + interval, interval, Present(), deadline);

    /// <summary>When time alone makes something of the same sight: the drain's end, or the stall.</summary>
    private static DateTimeOffset Deadline(NodeUpgradeStatus status, NodeUpgradeSpec order)
    {
        if (status.Step is not { } step)
        {
            return DateTimeOffset.MaxValue;
        }

        var stalled = status.Conditions.Any(condition => condition.Type == "Stalled") ? DateTimeOffset.MaxValue : step.DeadlineAfter(TimeSpan.FromSeconds(order.StallAfterSeconds));
        var drained = status.SessionsRemaining > 0 ? step.DeadlineAfter(TimeSpan.FromSeconds(order.ControlPlane.DrainTimeoutSeconds)) : DateTimeOffset.MaxValue;
        return stalled < drained ? stalled : drained;
    }

    /// <summary>All that a look, or the following of a step, could find changed.</summary>
    private Sight Present() => new(
        node.Version,
        _pass is { IsFollowing: true } ? cluster.Balancers.AdminVersion : cluster.Balancers.Version,
        cluster.Balancers.Readable(),
        _pass is { IsFollowing: true } ? null : cluster.Objects.Order(node.Name.Value),
        cluster.Objects.Upgrade.Spec,
        SimulatedSurvey.IsRunOver(cluster.Objects.Upgrade));

    /// <summary>Writes the status, and wakes the upgrade loop if anything is new in it.</summary>
    /// <returns>False: the write was refused.</returns>
    private bool Write(NodeUpgradeStatus status)
    {
        if (cluster.Objects.IsRefused())
        {
            (_pass, _due, _isRefused) = (null, cluster.Now + WatchDelay, true);
            return false;
        }

        var before = cluster.Objects.Order(node.Name.Value)?.Status;
        var isDetail = cluster.IsWokenByNewsOnly && before is not null && SameContent.IsDetail(before, status);
        if (cluster.Objects.ApplyStatus(node.Name.Value, cluster.Sabotage?.Worsen(status) ?? status, isDetail) && !isDetail)
        {
            cluster.WakeUpgrade();
        }

        return true;
    }

    private void TellOnce(SimulationEventKind kind, Func<string> said)
    {
        if (!cluster.IsUndisturbed && said() is var text && _told != text)
        {
            _told = text;
            cluster.Tell(node.Name.Value, kind, text);
        }
    }

    private readonly record struct Sight(int Node, int Balancers, int Readable, NodeUpgrade? Order, ClusterUpgradeSpec Upgrade, bool IsRunOver)
    {
        public bool Equals(Sight other) =>
            Node == other.Node && IsRunOver == other.IsRunOver && Balancers == other.Balancers && Readable == other.Readable && ReferenceEquals(Order, other.Order) && ReferenceEquals(Upgrade, other.Upgrade);

        public override int GetHashCode() => HashCode.Combine(Node, Balancers, Readable);
    }

    private sealed record PassInHand(NodeView View, NodeUpgradeStatus Status, NodeDecision.Run Run, int DecidedAt, bool IsFollowing);
}
