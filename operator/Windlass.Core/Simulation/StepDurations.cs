using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>How long steps take on a simulated node: about what they take on the lab's real ones.</summary>
public static class StepDurations
{
    /// <summary>Duration of one step.</summary>
    /// <param name="step">The step.</param>
    public static TimeSpan Of(NodeStep.Command step) => TimeSpan.FromSeconds(step switch
    {
        NodeStep.Configure => 15,
        NodeStep.Install => 8,
        NodeStep.Stage => 5,
        NodeStep.SyncSchema => 4,
        NodeStep.SwitchRepository or NodeStep.RepairPackages => 3,
        NodeStep.StopAndHold or NodeStep.Release or NodeStep.Restart => 2,
        _ => 1,
    });
}
