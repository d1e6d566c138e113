using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>
/// The last visit to a node, when everything is upgraded: out of every rotation it serves in, its configuration is applied once, which
/// may restart any of its services, and it comes back when its probes answer.
/// </summary>
internal static class LastVisit
{
    /// <summary>Next step until what is due is done. Null: nothing is due, or not now.</summary>
    public static NodeDecision? Next(NodeView view, ImmutableArray<ComponentFacts> components, DateTimeOffset now)
    {
        if (!IsOpen(view) || Due(view) is not { } step)
        {
            return null;
        }

        foreach (var facts in components)
        {
            if (RotationWork.TakeOut(view, facts, now) is { } rotation)
            {
                return rotation;
            }
        }

        return StepTries.Run(view, step, $"applying the node's configuration: {string.Join(' ', step.Run)}");
    }

    /// <summary>What was not granted an upgrade has nobody else to bring it back. Null: it is back.</summary>
    public static NodeDecision? ComeBack(NodeView view, ComponentFacts facts) =>
        view.Order.IsGranted(WorkKind.Configure) && !facts.IsAtTarget && !facts.IsBehind ? ComponentWork.Return(view, facts) : null;

    /// <summary>The run that is still to be made here, granted or not; null: none. Only what ran when we came is run.</summary>
    public static NodeStep.Configure? Due(NodeView view)
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

    /// <summary>Nothing is due any more, and everything serves.</summary>
    public static bool IsOver(NodeView view, ImmutableArray<ComponentFacts> components) =>
        view.Order.IsGranted(WorkKind.Configure) && Due(view) is null && components.All(facts => facts.IsAtTarget);

    private static bool IsOpen(NodeView view) => view.Order.IsGranted(WorkKind.Configure) && !view.Order.IsGranted(WorkKind.Finish);

    private static NodeStep.Configure Step(NodeView view, QuiescedService service, ConfigurationRun run) =>
        new(service.Name, view.Order.UpgradeName, run.Command, run.SuccessExitCodes, run.TimeoutSeconds);
}
