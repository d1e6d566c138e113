using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Projection;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Effects;

/// <summary>One step, in the plan's picture of a node and in the simulation's: both must tell the same afterwards.</summary>
public sealed class StepEffectTests
{
    [Fact]
    public void EveryStepOfARun_PlannedAndSimulated_LeavesTheSamePictureOfTheNode()
    {
        var cluster = new LabCloud { Releases = LabReleases.Configured(LabReleases.Strict) }.Build();
        var kinds = new SortedSet<string>(StringComparer.Ordinal);

        cluster.Until(one =>
        {
            if (one.Completed is { } completed)
            {
                kinds.Add(StepIds.KindOf(completed.Step));
                Compare(completed, one.Now);
            }

            return Runs.IsOver(one);
        });

        Assert.Equal(["Configure", "Expand", "Install", "Migrate"], kinds.Where(kind => kind is "Configure" or "Install" or "Expand" or "Migrate"));
        Assert.True(kinds.Count >= 9, string.Join(", ", kinds));
    }

    private static void Compare(CompletedStep completed, DateTimeOffset now)
    {
        var (before, after) = (Observe(completed, completed.Before, now), Observe(completed, completed.Node.Machine, now));
        var versions = new TargetVersions(LabReleases.StrictBirch, [Observe(completed, completed.Before with { RepositoryDigest = RepositoryDigest.Of(LabReleases.StrictBirch.Spec.Repository.Content), IndexedAt = now }, now)]);

        var planned = CommandEffect.Of(before, new NodeDecision.Run(completed.Step, completed.Entry.Id, 1, ""), versions);

        Assert.Equal(after.Units.Values.Select(Timeless), planned.Units.Values.Select(Timeless));
        Assert.Equal(after.Packages.Values.Select(Timeless), planned.Packages.Values.Select(Timeless));
        Assert.Equal(after.Packaging.RepositoryDigest, planned.Packaging.RepositoryDigest);
    }

    private static NodeObservation Observe(CompletedStep completed, SimulatedMachine machine, DateTimeOffset now) =>
        new SimulatedNode(completed.Node.Name, completed.Node.Spec, machine, LabReleases.Mirror()).Observe(now, now, []);

    /// <summary>The two have clocks of their own; that something was started since is the same on both.</summary>
    private static UnitState Timeless(UnitState unit) => unit with { StartedAt = unit.StartedAt is null ? null : default(DateTimeOffset) };

    private static PackageState Timeless(PackageState package) => package with { UnpackedAt = default };
}
