using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>
/// The last visit to a node, when everything is upgraded: out of every rotation it serves in, its configuration is applied once, which
/// may restart any of its services, it is rebooted where that is asked for, and it comes back when its probes answer.
/// </summary>
internal static class LastVisit
{
    /// <summary>Next step until what is due is done. Null: nothing is due, or not now.</summary>
    public static NodeDecision? Next(NodeView view, ImmutableArray<ComponentFacts> components, DateTimeOffset now)
    {
        if (!view.Order.IsVisited || view.Order.IsGranted(WorkKind.Finish) || Due(view) is not { } step)
        {
            return null;
        }

        foreach (var facts in components.Concat(Skipped(view)))
        {
            if (RotationWork.TakeOut(view, facts, now) is { } rotation)
            {
                return rotation;
            }
        }

        return StepTries.Run(view, step, step is NodeStep.Configure run
            ? $"applying the node's configuration: {string.Join(' ', run.Run)}"
            : "rebooting the node, which asks for it");
    }

    /// <summary>What was not granted an upgrade has nobody else to bring it back. Null: it is back.</summary>
    public static NodeDecision? ComeBack(NodeView view, ComponentFacts facts) =>
        facts is { IsLastVisit: true, IsAtTarget: false, IsBehind: false } ? ComponentWork.Return(view, facts) : null;

    /// <summary>What the upgrade leaves alone goes out of rotation with the rest all the same, and comes back as it is.</summary>
    public static NodeDecision? GiveBackSkipped(NodeView view)
    {
        if (view.Drains.IsEmpty)
        {
            return null;
        }

        return Skipped(view).Select(facts => ComponentWork.BringBack(view, facts)).FirstOrDefault(decision => decision is not null);
    }

    /// <summary>The run of configuration management that is still to be made here, granted or not; null: none. Only what ran when we came is run.</summary>
    public static NodeStep.Configure? DueRun(NodeView view)
    {
        foreach (var service in view.Release.Quiesce)
        {
            if (service.RunAtEnd is { } run && NodeWork.UnitsOf(view, service).Any(unit => unit.Hold is { WasActive: true })
                && Step(view, service, run) is var step && !StepTries.HasSucceeded(view, step))
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>The reboot that the node asks for, granted or not; null: none. One that was made and did not help is not made again.</summary>
    public static NodeStep.Reboot? DueReboot(NodeView view)
    {
        if (!view.Observation.Machine.IsRebootRequired)
        {
            return null;
        }

        var step = new NodeStep.Reboot(view.Order.UpgradeName);
        var id = StepIds.Of(view.Order.TargetRelease, step);
        return view.Observation.Ledger.Any(entry => entry.Id == id && entry.State == LedgerState.InterruptedByReboot) ? null : step;
    }

    /// <summary>Nothing is due any more, and everything serves.</summary>
    public static bool IsOver(NodeView view, ImmutableArray<ComponentFacts> components) =>
        view.Order.IsVisited && Due(view) is null && view.Drains.IsEmpty && components.All(facts => facts.IsAtTarget);

    /// <summary>Configuration first: it may be what asks for the reboot.</summary>
    private static NodeStep.Command? Due(NodeView view)
    {
        NodeStep.Command? run = view.Order.IsGranted(WorkKind.Configure) ? DueRun(view) : null;
        return run ?? (view.Order.IsGranted(WorkKind.Reboot) ? DueReboot(view) : null);
    }

    private static ImmutableArray<ComponentFacts> Skipped(NodeView view) => view.SkipComponents.IsEmpty
        ? []
        : [.. ComponentInspection.Inspect(view with { SkipComponents = [] }).Where(facts => view.SkipComponents.Contains(facts.Component.Name))];

    private static NodeStep.Configure Step(NodeView view, QuiescedService service, ConfigurationRun run) =>
        new(service.Name, view.Order.UpgradeName, run.Command, run.SuccessExitCodes, run.TimeoutSeconds);
}
