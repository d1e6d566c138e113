using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>
/// Decides the next step of one node: a pure function of what is observed now and of what is granted. Its rows are tried in
/// order and the first that matches wins, so that from any state, also one that nobody planned, the way on is the same.
/// </summary>
public static class NodePlanner
{
    /// <summary>Decides.</summary>
    /// <param name="view">All that is known.</param>
    /// <param name="now">The operator's time.</param>
    public static NodePlan Decide(NodeView view, DateTimeOffset now)
    {
        var components = ComponentInspection.Inspect(view);
        return new NodePlan
        {
            Decision = Settle(view, Next(view, components, now)),
            Components = components,
            IsPrepared = NodeWork.IsPrepared(view, components),
            IsConfigurationDue = LastVisit.DueRun(view) is not null,
            IsRebootDue = LastVisit.DueReboot(view) is not null,
            IsLastVisitOver = LastVisit.IsOver(view, components),
            IsTidy = Autoremoval.IsDone(view),
            IsGivenBack = view.Drains.IsEmpty && view.Observation.Units.Values.All(unit => unit.Hold is null),
        };
    }

    private static NodeDecision Next(NodeView view, ImmutableArray<ComponentFacts> components, DateTimeOffset now)
    {
        if (view.Order.Mode == WorkMode.Pause)
        {
            return Paused(view);
        }

        if (view.Order.Mode == WorkMode.WrapUp)
        {
            return WrapUp(view, components, now);
        }

        return NodeWork.Repair(view, components)
            ?? NodeWork.Prepare(view, components)
            ?? LastVisit.Next(view, components, now)
            ?? First(components, facts => Granted(view, facts, now))
            ?? First(components, facts => AfterUpgrade(view, facts))
            ?? First(components, facts => LastVisit.ComeBack(view, facts))
            ?? LastVisit.GiveBackSkipped(view)
            ?? NodeWork.Finish(view, components)
            ?? new NodeDecision.Idle();
    }

    private static NodeDecision? Granted(NodeView view, ComponentFacts facts, DateTimeOffset now) =>
        view.Order.IsGranted(WorkKind.Upgrade, facts.Component.Name) ? ComponentWork.Next(view, facts, now)
        : facts.IsHalting ? ComponentWork.Halt(view, facts, now)
        : null;

    private static NodeDecision? AfterUpgrade(NodeView view, ComponentFacts facts)
    {
        if (!facts.IsAtTarget)
        {
            return null;
        }

        return Due(view, facts, WorkKind.ContractSchema, SchemaPhase.Contract)
            ?? Due(view, facts, WorkKind.OnlineMigrations, SchemaPhase.OnlineMigrations);
    }

    private static NodeDecision? Due(NodeView view, ComponentFacts facts, WorkKind work, SchemaPhase phase) =>
        view.Order.IsGranted(work, facts.Component.Name) && !facts.SchemaDone.Contains(phase) && SchemaSteps.Step(facts, phase) is { } step
            ? StepTries.Run(view, step, SchemaSteps.Sentence(step))
            : null;

    private static NodeDecision WrapUp(NodeView view, ImmutableArray<ComponentFacts> components, DateTimeOffset now) =>
        NodeWork.RepairBegun(view, components)
        ?? First(components, facts => facts.IsBegun ? ComponentWork.WrapUp(view, facts, now) : null)
        ?? LastVisit.GiveBackSkipped(view)
        ?? NodeWork.Unquiesce(view)
        ?? new NodeDecision.Idle();

    private static NodeDecision Paused(NodeView view) => new NodeDecision.Wait(
        WaitReason.Paused, "paused: nothing new is started; remove the pause request to go on", null, 0, StepTries.SlowRecheck);

    /// <summary>A step that still runs on the node comes before any other: it is attached to, or waited for.</summary>
    private static NodeDecision Settle(NodeView view, NodeDecision decision)
    {
        var running = view.Observation.Ledger.FirstOrDefault(entry => entry.State == LedgerState.Running);
        if (running is null || (decision is NodeDecision.Run run && run.Id == running.Id))
        {
            return decision;
        }

        return new NodeDecision.Wait(
            WaitReason.StepStillRunning, $"step {running.Id} is still running on the node; its end is waited for", null, running.Runs, StepTries.QuickRecheck);
    }

    private static NodeDecision? First(ImmutableArray<ComponentFacts> components, Func<ComponentFacts, NodeDecision?> next) =>
        components.Select(next).FirstOrDefault(decision => decision is not null);
}
