using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Nodes;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Working;

/// <summary>Carries out one decided step: on the load balancers, or on the node as a detached unit that is followed to its end.</summary>
internal sealed class NodeSteps(RotationSteps rotation, WindlassMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs the step, or attaches to it where it runs already.</summary>
    /// <param name="node">Where.</param>
    /// <param name="space">Namespace of the cluster.</param>
    /// <param name="view">What was seen; its drains are in the API already.</param>
    /// <param name="run">The step.</param>
    /// <param name="fence">Our time in office.</param>
    /// <param name="lookFor">What to look for on the node once a command has ended.</param>
    /// <param name="lost">Told which servers had come back into rotation by themselves.</param>
    /// <param name="cancellation">Gives up following; the step goes on.</param>
    public async Task<StepResult> RunAsync(
        INode node, string space, NodeView view, NodeDecision.Run run, Fence fence, ObservationRequest lookFor,
        Action<ImmutableArray<ServerRef>> lost, CancellationToken cancellation)
    {
        switch (run.Step)
        {
            // Such a step changes nothing on the node: what was seen before it is as good after it.
            case NodeStep.Drain:
                await rotation.DrainAsync(space, view.Drains, cancellation).ConfigureAwait(false);
                return new StepResult.NotYet(view.Drains) { Observation = view.Observation };
            case NodeStep.Isolate:
                await rotation.IsolateAsync(space, view.Drains, view.Order.ControlPlane.OnDrainTimeout, cancellation).ConfigureAwait(false);
                return new StepResult.NotYet(view.Drains) { Observation = view.Observation };
            case NodeStep.Restore restore:
                return await RestoreAsync(space, view, restore, cancellation).ConfigureAwait(false) with { Observation = view.Observation };
            case NodeStep.Command command:
                var order = new StepOrder(run.Id, command, fence, run.Attempt, StepIds.DeadlineOf(command), 0, lookFor);
                return await FollowAsync(node, space, view, order, lost, cancellation).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private async Task<StepResult> RestoreAsync(string space, NodeView view, NodeStep.Restore restore, CancellationToken cancellation)
    {
        var mine = view.Drains.Where(drain => restore.Backends.Contains(drain.Backend)).ToImmutableArray();
        var open = await rotation.RestoreAsync(space, mine, cancellation).ConfigureAwait(false);
        ImmutableArray<DrainRecord> left = [.. view.Drains.Where(drain => !mine.Contains(drain) || open.Contains(drain))];
        return open.IsEmpty ? new StepResult.Done(left) : new StepResult.NotYet(left);
    }

    private async Task<StepResult> FollowAsync(
        INode node, string space, NodeView view, StepOrder order, Action<ImmutableArray<ServerRef>> lost, CancellationToken cancellation)
    {
        while (true)
        {
            switch (await node.AdvanceAsync(order, cancellation).ConfigureAwait(false))
            {
                case StepOutcome.Running running:
                    order = order with { LogOffset = running.Offset };
                    await KeepOutAsync(space, view, lost, cancellation).ConfigureAwait(false);
                    await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
                    break;
                case StepOutcome.Finished finished when IsDone(order.Step, finished.Entry):
                    return new StepResult.Done(view.Drains) { Observation = finished.Observation };
                case StepOutcome.Finished finished:
                    return new StepResult.Failed(finished.Entry.ExitCode ?? -1, finished.Tail) { Observation = finished.Observation };
                case StepOutcome.Refused refused:
                    return new StepResult.Refused(refused.Reason);
                case StepOutcome.Failed failed:
                    return new StepResult.Lost(failed.Failure.Message);
                default:
                    throw new InvalidOperationException("closed set");
            }
        }
    }

    private static bool IsDone(NodeStep.Command step, LedgerEntry entry) =>
        entry is { State: LedgerState.Finished, ExitCode: 0 } || (step is NodeStep.Reboot && entry.State == LedgerState.InterruptedByReboot);

    private async Task KeepOutAsync(string space, NodeView view, Action<ImmutableArray<ServerRef>> lost, CancellationToken cancellation)
    {
        var back = await rotation.KeepOutAsync(space, view.Drains, cancellation).ConfigureAwait(false);
        if (back.IsEmpty)
        {
            return;
        }

        foreach (var server in back)
        {
            metrics.DrainReasserted(space, view.Order.UpgradeName, server.Backend);
        }

        lost(back);
    }
}
