using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Forecasting;

public sealed class LearnedTimesTests
{
    private static readonly StepTimes Slow = StepTimes.Typical.With(
    [
        KeyValuePair.Create("Install", 47.0), KeyValuePair.Create(StepTimes.FirstInstall, 140.0), KeyValuePair.Create("Stage", 75.0), KeyValuePair.Create("Install nova", 111.0),
        KeyValuePair.Create("Expand", 33.0), KeyValuePair.Create("StopAndHold", 9.0), KeyValuePair.Create("Configure", 260.0),
    ]);

    /// <summary>A run with learned times takes what the run took that they were learned from.</summary>
    [Fact]
    public void FinishedRun_Learned_ForetellsItself()
    {
        var cloud = Forecasts.Cloud("controllers=3,network=2,compute=9");
        var record = Record(cloud);

        var (real, learned) = (cloud.Run(Slow).Makespan, cloud.Run(LearnedTimes.Of([record], StepTimes.Typical)).Makespan);

        Assert.InRange(learned / real, 0.99, 1.01);
        Assert.True(cloud.Run().Makespan / real < 0.8, "typical times would have told as much");
    }

    [Fact]
    public void FinishedRun_Record_HasARowForEachRoleAndStep()
    {
        var record = Record(Forecasts.Cloud("controllers=3,network=2,compute=9"));

        Assert.Equal(record.Length, record.Select(row => (row.Role, row.Step)).Distinct().Count());
        Assert.Equal(record.Select(row => row.Role).Order(StringComparer.Ordinal), record.Select(row => row.Role));
        var nova = Assert.Single(record, row => row is { Role: "controller", Step: "Install nova" });
        Assert.Equal((3, 111_000, 111_000), (nova.Count, nova.MedianMilliseconds, nova.LongestMilliseconds));
        Assert.Contains(record, row => row is { Role: "compute", Count: 9, MedianMilliseconds: 140_000 });
        Assert.Contains(record, row => row.Step == "Restore nova");
    }

    [Fact]
    public void SeveralRuns_Learned_TheSameStepOnTheSameRoleIsBelievedFirst()
    {
        var times = LearnedTimes.Of([[Row("controller", "Release nova", 9)], [Row("controller", "Release nova", 3), Row("compute", "Release nova", 4), Row("compute", "Release neutron", 5)]], StepTimes.Typical);

        double Seconds(string component, string role) => times.Of(new NodeStep.Release(component, []), role).TotalSeconds;

        Assert.Equal((9, 4), (Seconds("nova", "controller"), Seconds("nova", "compute")));
        Assert.Equal(9, Seconds("nova", "network"));
        Assert.Equal(9, Seconds("heat", "controller"));
        Assert.Equal(StepTimes.Typical.Of(new NodeStep.Unquiesce([])), times.Of(new NodeStep.Unquiesce([])));
    }

    [Fact]
    public void Upgrades_PastRuns_AreTheLatestThatSayWhatTheyTook()
    {
        ClusterUpgrade Run(string name, int? day, bool saysSomething = true) => new()
        {
            Metadata = new ObjectMeta { Name = name },
            Spec = new ClusterUpgradeSpec { TargetRelease = "x" },
            Status = new ClusterUpgradeStatus { CompletionTime = day is { } over ? LabCloud.Start.AddDays(over) : null, StepTimes = saysSomething ? [Row("", "Stage", 1)] : [] },
        };

        var past = LearnedTimes.PastRuns([Run("first", 1), Run("now", null), Run("second", 2), Run("silent", 9, saysSomething: false), Run("fourth", 4), Run("third", 3)]);

        Assert.Equal(["fourth", "third", "second"], past.Select(run => run.Metadata.Name));
    }

    private static StepTime Row(string role, string step, int seconds) => new() { Role = role, Step = step, Count = 1, MedianMilliseconds = seconds * 1000, LongestMilliseconds = seconds * 1000 };

    private static ImmutableArray<StepTime> Record(ImaginedCloud cloud) => cloud.Build(new SimulationSettings { Times = Slow, IsUndisturbed = true }, LabCloud.Start)
        .Until(one => one.Is("Ready"), mostEvents: 200_000).Objects.Upgrade.Status!.StepTimes;
}
