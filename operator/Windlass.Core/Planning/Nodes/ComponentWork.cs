using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>The life of one component on one node: the table of the design, row by row; the first row that matches wins.</summary>
internal static class ComponentWork
{
    /// <summary>Towards the target. Null: nothing is left to do.</summary>
    public static NodeDecision? Next(NodeView view, ComponentFacts facts, DateTimeOffset now)
    {
        if (facts.IsAtTarget && !facts.IsRestartDue)
        {
            return null;
        }

        if (NeedsToBeOut(view, facts) && RotationWork.TakeOut(view, facts, now) is { } rotation)
        {
            return rotation;
        }

        return StopAndInstall(view, facts)
            ?? MoveSchema(view, facts)
            ?? AwaitSchema(facts)
            ?? Start(view, facts)
            ?? RestartFinally(view, facts)
            ?? Probe(view, facts)
            ?? RotationWork.BringBack(view, facts);
    }

    /// <summary>Down and on its new packages, and there it waits: for the same on every node, or for another component's schema.</summary>
    public static NodeDecision? Halt(NodeView view, ComponentFacts facts, DateTimeOffset now) => facts.IsHalted
        ? AwaitSchema(facts)
        : RotationWork.TakeOut(view, facts, now) ?? StopAndInstall(view, facts);

    /// <summary>The last restart of a component, as the ledger knows it.</summary>
    public static NodeStep.Restart FinalRestart(ComponentFacts facts) =>
        new(facts.Component.Name, facts.UnitNames, facts.Component.StopSeconds, RestartCause.FinalRestart);

    /// <summary>The run is over before this component was done here: old packages are given back as they were, new ones are finished.</summary>
    public static NodeDecision? WrapUp(NodeView view, ComponentFacts facts, DateTimeOffset now)
    {
        if (!facts.IsBehind || !facts.IsUntouched)
        {
            return Next(view, facts, now);
        }

        return facts.HasHolds
            ? StepTries.Run(view, Release(view, facts), $"starting {facts.Component.Name} again on its old code")
            : RotationWork.BringBack(view, facts);
    }

    /// <summary>Up, answering and back in rotation, whoever stopped it. Null: it is.</summary>
    public static NodeDecision? Return(NodeView view, ComponentFacts facts) =>
        Start(view, facts) ?? Probe(view, facts) ?? RotationWork.BringBack(view, facts);

    /// <summary>Back in rotation, once it answers; nothing of it is started. Null: nothing of it is out because of us.</summary>
    public static NodeDecision? BringBack(NodeView view, ComponentFacts facts) =>
        facts.Drains.IsEmpty ? null : Probe(view, facts) ?? RotationWork.BringBack(view, facts);

    private static bool NeedsToBeOut(NodeView view, ComponentFacts facts) =>
        facts.IsBehind || facts.IsBroken || facts.HasHolds || !facts.OldCode.IsEmpty || facts.IsRestartDue || SchemaDue(view, facts) is not null;

    private static NodeDecision? StopAndInstall(NodeView view, ComponentFacts facts)
    {
        var mustStop = facts.IsBehind || (SchemaDue(view, facts) is not null && !facts.OldCode.IsEmpty)
            || facts.IsHalting;
        var loose = facts.Units.Where(unit => unit.Hold is null || !unit.IsStopped).Select(unit => unit.Name).ToImmutableArray();
        if (mustStop && !loose.IsEmpty)
        {
            // Reverse of the start order: what takes requests from outside stops first.
            var step = new NodeStep.StopAndHold(facts.Component.Name, [.. facts.UnitNames.Reverse()], facts.Component.StopSeconds);
            return StepTries.Run(view, step, $"stopping {facts.Component.Name}");
        }

        if (!facts.IsBehind)
        {
            return null;
        }

        var install = new NodeStep.Install(facts.Component.Name, facts.Pins, facts.UnitNames, NodeWork.HeldSources(view, facts.Component))
        {
            Removable = view.Release.RemovablePackages,
            MigrationQuestions = view.Release.MigrationQuestions,
        };
        return NodeWork.UnlessLocked(view, install, $"installing {facts.Component.Name} {facts.Candidate}");
    }

    private static NodeDecision? MoveSchema(NodeView view, ComponentFacts facts) =>
        SchemaDue(view, facts) is { } step ? StepTries.Run(view, step, SchemaSteps.Sentence(step)) : null;

    /// <summary>Nothing of it starts before its node is told that the schema has moved, or may be moved here.</summary>
    private static NodeDecision.Wait? AwaitSchema(ComponentFacts facts) => !facts.IsHalting ? null
        : facts.IsStoppedTogether ? new NodeDecision.Wait(WaitReason.StoppedTogether, $"{facts.Component.Name} is down until its schema has moved", null, 0, StepTries.SlowRecheck)
        : new NodeDecision.Wait(WaitReason.SchemaBusy, $"{facts.Component.Name} waits for another component's schema", null, 0, StepTries.SlowRecheck);

    private static NodeDecision? RestartFinally(NodeView view, ComponentFacts facts) => facts.IsRestartDue
        ? StepTries.Run(view, FinalRestart(facts), $"restarting {facts.Component.Name} once more: no old daemon is left to talk to")
        : null;

    private static NodeStep.SyncSchema? SchemaDue(NodeView view, ComponentFacts facts)
    {
        if (!view.Order.IsGranted(WorkKind.MoveSchema, facts.Component.Name))
        {
            return null;
        }

        return Missing(facts, SchemaPhase.Expand) ?? Missing(facts, SchemaPhase.Migrate) ?? Missing(facts, SchemaPhase.UpgradeCheck);
    }

    private static NodeStep.SyncSchema? Missing(ComponentFacts facts, SchemaPhase phase) =>
        facts.SchemaDone.Contains(phase) ? null : SchemaSteps.Step(facts, phase);

    private static NodeDecision? Start(NodeView view, ComponentFacts facts)
    {
        if (facts.HasHolds)
        {
            return StepTries.Run(view, Release(view, facts), $"starting {facts.Component.Name} on its new code");
        }

        return Restart(view, facts) ?? StartDown(view, facts);
    }

    private static NodeDecision? Restart(NodeView view, ComponentFacts facts)
    {
        ImmutableArray<string> units = [.. facts.OldCode.Select(unit => unit.Name)];
        var step = new NodeStep.Restart(facts.Component.Name, units, facts.Component.StopSeconds, RestartCause.OldCode);
        return units.IsEmpty ? null : StepTries.Run(view, step, $"restarting {string.Join(", ", units)} on the new code");
    }

    /// <summary>A restart leaves alone what does not run; a release starts what is enabled.</summary>
    private static NodeDecision? StartDown(NodeView view, ComponentFacts facts)
    {
        ImmutableArray<string> units = [.. facts.Down.Select(unit => unit.Name)];
        return units.IsEmpty ? null : StepTries.Run(view, new NodeStep.Release(facts.Component.Name, units), $"starting {string.Join(", ", units)}, which ought to run");
    }

    private static NodeStep.Release Release(NodeView view, ComponentFacts facts) =>
        new(facts.Component.Name, [.. facts.Units.Where(unit => unit.Hold is not null).Select(unit => unit.Name)]) { Awaited = Probes.Of(view.Spec, facts.Component) };

    /// <summary>A probe that is not answered well keeps the node out of rotation.</summary>
    private static NodeDecision? Probe(NodeView view, ComponentFacts facts)
    {
        if (facts.Component.ControlPlane is not { } plane || !view.Spec.Roles.Contains(plane.Role))
        {
            return null;
        }

        foreach (var probe in plane.Probes)
        {
            var url = Probes.UrlOf(view.Spec, probe);
            var status = view.Observation.Probes.GetValueOrDefault(url)?.StatusCode ?? 0;
            if (status < 200 || status > probe.HealthyUpTo)
            {
                var restore = new NodeStep.Restore(facts.Component.Name, facts.Backends);
                var answer = status == 0 ? "does not answer" : $"answers {status}";
                return StepTries.Wait(WaitReason.ProbeFailing, $"{facts.Component.Name} runs, but {url} {answer}", restore, StepTries.QuickRecheck);
            }
        }

        return null;
    }
}
