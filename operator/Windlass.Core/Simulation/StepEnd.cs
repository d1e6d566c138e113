using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>The step that runs on a node comes to its end, whether or not anybody watches.</summary>
internal sealed class StepEnd(SimulatedCluster cluster, SimulatedNode node) : SimulatedActor
{
    public override DateTimeOffset? Due => node.Running?.EndsAt;

    public override void Act()
    {
        var step = node.Running!.Step;
        var before = node.Machine;
        var entry = node.Complete(cluster.Now);
        var isDone = entry is { State: LedgerState.Finished, ExitCode: 0 };
        if (step is NodeStep.SyncSchema sync && isDone)
        {
            cluster.Database.Run(sync);
        }

        cluster.Completed = new CompletedStep(node, step, entry, before);
        if (!isDone && (step is not NodeStep.Reboot || entry.State != LedgerState.InterruptedByReboot))
        {
            cluster.Tell(node.Name.Value, SimulationEventKind.Ended, $"{StepIds.TitleOf(step)}: {(entry.ExitCode is { } code ? $"exit code {code}" : "killed")}");
        }
    }
}
