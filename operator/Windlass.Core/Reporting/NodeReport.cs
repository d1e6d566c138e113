using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Reporting;

/// <summary>Says in <c>NodeUpgrade.status</c> what was found and decided on a node.</summary>
public static class NodeReport
{
    /// <summary>Status of a node that answered.</summary>
    /// <param name="view">What was seen.</param>
    /// <param name="plan">What was decided.</param>
    /// <param name="failedChecks">Preflight checks that fail.</param>
    /// <param name="previous">The last status; only times and counters are carried over from it.</param>
    /// <param name="generation">Generation of the work order.</param>
    /// <param name="now">The operator's time.</param>
    public static NodeUpgradeStatus Of(
        NodeView view, NodePlan plan, ImmutableArray<FailedCheck> failedChecks, NodeUpgradeStatus? previous, long generation, DateTimeOffset now)
    {
        var step = StepOf(plan.Decision, previous?.Step, now);
        var stall = StallVerdict.Of(plan.Decision, step, view.Order, now);
        var status = (previous ?? new NodeUpgradeStatus()) with
        {
            ObservedGeneration = generation,
            Release = view.RecognisedRelease ?? "",
            Step = step,
            Components = [.. plan.Components.Select(facts => ComponentOf(view, facts, previous, now))],
            Drains = DrainsOf(view.Drains),
            OutOfRotation = RotationReport.Of(view, plan.Components, previous),
            LeftTime = view.IsRunOver ? previous?.LeftTime ?? now : null,
            FailedChecks = failedChecks,
            IsPrepared = plan.IsPrepared,
            IsGivenBack = plan.IsGivenBack,
            IsTidy = plan.IsTidy,
            IsConfigurationDue = plan.IsConfigurationDue,
            IsRebootDue = plan.IsRebootDue,
            LastVisitTime = plan.IsLastVisitOver ? previous?.LastVisitTime ?? now : null,
            HoldsFloatingAddress = FloatingAddress.IsHeldBy(view),
            SessionsRemaining = Sessions(view),
            StepMilliseconds = StepClock.Of(view, previous, step, now),
            Timeline = StepTimeline.Of(previous, step, now),
        };
        return status with { Conditions = Conditions(view, plan, status, stall, previous, now) };
    }

    /// <summary>Status of a node that did not answer: what was known before stays, and is said to be old.</summary>
    /// <param name="reason">CamelCase reason.</param>
    /// <param name="message">What a person can do.</param>
    /// <param name="order">The work order with its last status.</param>
    /// <param name="now">The operator's time.</param>
    public static NodeUpgradeStatus Unreachable(string reason, string message, NodeUpgrade order, DateTimeOffset now)
    {
        var generation = order.Metadata.Generation ?? 0;
        var status = (order.Status ?? new NodeUpgradeStatus()) with { ObservedGeneration = generation };
        var step = status.Step?.Held(NodeStepStatus.Silent, now);
        status = status with { Step = step, Timeline = StepTimeline.Of(status, step, now) };
        Activity activity = StallVerdict.OfReboot(status.Step, order.Spec, now) is { } stall
            ? new Activity.Stalled(stall.Reason, stall.Message)
            : new Activity.Reconciling("Observing", message);
        return status with
        {
            Conditions = new ConditionSet(status.Conditions, generation, now)
                .Add("Reachable", ConditionStatus.False, reason, message)
                .Add("Ready", ConditionStatus.Unknown, "NotObserved", message)
                .AddActivity(activity)
                .Build(),
        };
    }

    private static ImmutableArray<Condition> Conditions(
        NodeView view, NodePlan plan, NodeUpgradeStatus status, StallVerdict? stall, NodeUpgradeStatus? previous, DateTimeOffset now)
    {
        var set = new ConditionSet(previous?.Conditions ?? [], status.ObservedGeneration, now)
            .Add("Reachable", ConditionStatus.True, "SshConnected", "answers over SSH");
        var isReady = status.Components.All(component => component.State == ComponentState.AtTarget);
        if (stall is not null)
        {
            return set.Add("Ready", ConditionStatus.False, "Failed", stall.Message).AddActivity(new Activity.Stalled(stall.Reason, stall.Message)).Build();
        }

        return plan.Decision switch
        {
            NodeDecision.Run run => set
                .Add("Ready", isReady ? ConditionStatus.True : ConditionStatus.False, isReady ? "UpToDate" : "UpgradeInProgress", run.Message)
                .AddActivity(new Activity.Reconciling(StepIds.KindOf(run.Step), run.Message)).Build(),
            NodeDecision.Wait { Reason: WaitReason.Paused } wait => set.Add("Ready", ConditionStatus.False, "Paused", wait.Message).Build(),
            NodeDecision.Wait wait => set
                .Add("Ready", ConditionStatus.False, wait.Reason == WaitReason.RetryPending ? "UpgradeInProgress" : NodeUpgradeStatus.Blocked, wait.Message)
                .AddActivity(new Activity.Reconciling(wait.Reason.ToString(), wait.Message)).Build(),
            NodeDecision.Idle when isReady => set.Add("Ready", ConditionStatus.True, "UpToDate", $"at {view.Order.TargetRelease}").Build(),
            NodeDecision.Idle when view.Order.Grants.IsEmpty => set.Add("Ready", ConditionStatus.False, "Pending", "no work granted yet").Build(),
            NodeDecision.Idle => set.Add("Ready", ConditionStatus.False, "WaitingForSlot", "waiting for its turn").Build(),
            _ => throw new ArgumentOutOfRangeException(nameof(plan)),
        };
    }

    /// <summary>The same step as before keeps its start and its clock.</summary>
    private static NodeStepStatus? StepOf(NodeDecision decision, NodeStepStatus? previous, DateTimeOffset now)
    {
        var (step, id, attempt, heldBy) = decision switch
        {
            NodeDecision.Run run => (run.Step, run.Step is NodeStep.Command ? run.Id.Value : "", run.Attempt, ""),
            NodeDecision.Wait wait => (wait.Step, "", wait.Attempt, IsItsOwnWork(wait.Reason) ? "" : wait.Reason.ToString()),
            NodeDecision.Idle => (null, "", 0, ""),
            _ => throw new ArgumentOutOfRangeException(nameof(decision)),
        };
        if (step is null)
        {
            return null;
        }

        var (name, component) = (StepIds.KindOf(step), StepIds.ComponentOf(step));
        var same = previous is not null && previous.Name == name && previous.Component == component
            ? previous
            : new NodeStepStatus { Name = name, Component = component, StartTime = now };
        return same.Held(heldBy, now) with { Id = id, Attempt = attempt };
    }

    /// <summary>Sessions that end, probes that come to pass and pauses between tries are part of a step; what others do, or keep, is not.</summary>
    private static bool IsItsOwnWork(WaitReason reason) => reason switch
    {
        WaitReason.RetryPending or WaitReason.SessionsRemaining or WaitReason.DrainTimedOut or WaitReason.ProbeFailing or WaitReason.StepStillRunning => true,
        WaitReason.Paused or WaitReason.AptLocked or WaitReason.MinHealthyGuard or WaitReason.LoadBalancerUnknown or WaitReason.StoppedTogether or WaitReason.SchemaBusy => false,
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static ComponentStatus ComponentOf(NodeView view, ComponentFacts facts, NodeUpgradeStatus? previous, DateTimeOffset now)
    {
        var before = previous?.Components.FirstOrDefault(component => component.Name == facts.Component.Name);
        return new ComponentStatus
        {
            Name = facts.Component.Name,
            State = facts.State,
            Version = facts.Version,
            Candidate = facts.Candidate,
            Packages = PackageReport.Of(view, facts, before?.Packages ?? []),
            Down = facts.Down.IsEmpty ? [] : [.. facts.Down.Select(unit => unit.Name)],
            Schema = facts.SchemaDone,
            IsRestarted = facts is { IsRestartGranted: true, IsRestartDue: false, IsAtTarget: true },
            DoneTime = facts.IsAtTarget ? before?.DoneTime ?? now : null,
        };
    }

    /// <summary>Drain records as they stand in the API.</summary>
    /// <param name="records">The records.</param>
    public static ImmutableArray<DrainStatus> DrainsOf(ImmutableArray<DrainRecord> records) =>
    [
        .. records.Select(record => new DrainStatus { Instance = record.Instance.Value, Backend = record.Backend, Server = record.Server, Before = record.Before }),
    ];

    /// <summary>Drain records out of the API.</summary>
    /// <param name="status">The status that holds them.</param>
    public static ImmutableArray<DrainRecord> RecordsOf(NodeUpgradeStatus status) =>
        [.. status.Drains.Select(drain => new DrainRecord(new NodeName(drain.Instance), drain.Backend, drain.Server, drain.Before))];

    private static long? Sessions(NodeView view) => view.Drains.IsEmpty
        ? null
        : view.LoadBalancers.OfType<ReadOutcome.Read>().Sum(read => view.Drains
            .Where(drain => drain.Instance == read.Instance)
            .Sum(drain => read.Snapshot.Find(drain.ServerRef()) is { } server ? server.Sessions + server.Queued : 0));
}
